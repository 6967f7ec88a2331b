import type { Doc } from "../model.ts";

export interface DocTag {
  readonly name:
    | "reactor"
    | "blocking"
    | "green"
    | "reactorOnly"
    | "byHand"
    | "threadOnly"
    | "timeout"
    | "transfer"
    | "copy"
    | "prefetch"
    | "callback"
    | "throws";
  readonly value: string;
  /** Where the `@` is, counted from the start of the comment. */
  readonly offset: number;
}

export interface ParsedDoc {
  /** Null where nothing but picot's tags was said. */
  readonly doc: Doc | null;
  readonly tags: readonly DocTag[];
}

const own =
  /(^|\s)@(reactorOnly|byHand|reactor|threadOnly|blocking|green|timeout|transfer|copy|prefetch|callback)(?![\w-])/g;
const thrown = /^\s*@(?:throws|exception)\s+\{\s*([\w$.]+)\s*\}/;

/** Splits a comment (with its delimiters) into the author's words and picot's tags. Code in a fence or in back-ticks has no tags. */
export function parseDoc(comment: string): ParsedDoc {
  const lines: string[] = [];
  const tags: DocTag[] = [];
  let fenced = false;
  let offset = 3;
  const raw = comment.slice(3, -2).split("\n");
  for (const [index, rawLine] of raw.entries()) {
    const margin = index === 0 ? /^\s*/.exec(rawLine) : /^[^\S\n]*(?:\* ?)?/.exec(rawLine);
    const skipped = margin?.[0].length ?? 0;
    const line = rawLine.slice(skipped).trimEnd();
    if (line.startsWith("```")) fenced = !fenced;
    const kept = fenced ? line : takeTags(line, offset + skipped, tags);
    if (kept !== null) lines.push(kept);
    offset += rawLine.length + 1;
  }
  const words = trimBlank(lines);
  return { doc: words.length === 0 ? null : { lines: words, block: raw.length > 1 }, tags };
}

/** Removes picot's tags from a line; null where the line held nothing else. */
function takeTags(line: string, offset: number, tags: DocTag[]): string | null {
  if (!line.includes("@")) return line;
  const error = thrown.exec(line);
  if (error?.[1] !== undefined) tags.push({ name: "throws", value: error[1], offset: offset + line.indexOf("@") });
  const visible = line.replace(/`[^`]*`|\{[^}]*\}/g, (span) => " ".repeat(span.length));
  const found = [...visible.matchAll(own)].filter((match) => isTag(visible, match));
  if (found.length === 0) return line;
  for (const [index, match] of found.entries()) {
    const at = match.index + (match[1] ?? "").length;
    const end = found[index + 1]?.index ?? line.length;
    // The expression lets only names of tags through.
    const name = match[2] as DocTag["name"];
    tags.push({ name, value: line.slice(at + name.length + 1, end).trim(), offset: offset + at });
  }
  const before = line.slice(0, found[0]?.index ?? 0).trimEnd();
  return before === "" ? null : before;
}

/** A sentence may speak of "the @reactor tag": inside a line, a tag stands after the end of a sentence or after another tag. */
function isTag(line: string, match: RegExpExecArray): boolean {
  const before = line.slice(0, match.index).trimEnd();
  if (before === "" || /[.!?:;)]$/.test(before)) return true;
  if (
    /(?:^|\s)@(?:reactorOnly|byHand|reactor|threadOnly|blocking|green|timeout|transfer|copy|prefetch|callback)(?:\s+\S+)?$/.test(
      before,
    )
  )
    return true;
  const after = line.slice(match.index + match[0].length).trim();
  return ["timeout", "prefetch", "callback"].includes(match[2] ?? "") ? /^[^\s]+$/.test(after) : after === "";
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const kept = lines.filter((line, index) => line !== "" || (index > 0 && lines[index - 1] !== ""));
  if (kept[0] === "") kept.shift();
  if (kept.at(-1) === "") kept.pop();
  return kept;
}
