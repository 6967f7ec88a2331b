import type { Doc } from "../model.ts";

/** The longest line that is not broken. */
const WIDTH = 100;

export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/** A doc comment with the author's words. They come out of a comment, so nothing in them can end one; that is made sure of here. */
export function docLines(doc: Doc | null): readonly string[] {
  if (doc === null) return [];
  const lines = doc.lines.map((line) => line.replaceAll("*/", "*\\/"));
  if (lines.length === 1 && !doc.block) return [`/** ${lines[0] ?? ""} */`];
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

/** `head(items)tail` on one line, or with an item per line where that would be too long at this depth. */
export function list(head: string, items: readonly string[], tail: string, depth: number): readonly string[] {
  const line = `${head}${items.join(", ")}${tail}`;
  if (items.length === 0 || line.length + depth * 2 <= WIDTH) return line.split("\n");
  // TypeScript refuses a comma after a rest parameter.
  const broken = items.flatMap((item) => `${item}${item.startsWith("...") ? "" : ","}`.split("\n"));
  return [head.trimEnd(), ...indent(broken), ...tail.trimStart().split("\n")];
}

/** Text of several lines as if its first stood at the margin. A template literal's own spaces are part of its type. */
export function outdent(text: string): string {
  const [first = "", ...others] = text.split("\n");
  if (others.length === 0 || text.includes("`")) return text;
  const margins = others.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  return [first, ...others.map((line) => line.slice(Math.min(...margins)).trimEnd())].join("\n");
}

/** Blocks with an empty line between them. */
export function spaced(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [""].concat(block)));
}
