import { list, spanOf } from "./ast.ts";
import type { FacadeExports } from "./facade-exports.ts";
import { type ImportedName, type Reference, namesOf } from "./references.ts";
import type { Edit, SourceFile } from "./rule.ts";

/** How a value import of the reactor layer is mended, or what a person has to do. */
export interface Mending {
  readonly edits: readonly Edit[] | null;
  readonly wayOut: string;
}

/** A module to import from instead, a facade for one, as the file that is to import it names it. */
export interface Replacement {
  /** What it is, in a message: `its facade`. */
  readonly title: string;
  readonly specifier: string;
  readonly exports: FacadeExports;
}

interface Parted {
  readonly toFacade: readonly ImportedName[];
  /** These stay where they are, as types. */
  readonly toTypes: readonly ImportedName[];
}

/** Writes one import or export anew: as it is but for its specifier where that is enough, else as one statement or two. */
export function mendStatement(
  reference: Reference,
  { toFacade, toTypes }: Parted,
  file: SourceFile,
  replacement: Replacement | null,
): Mending {
  if (toTypes.length === 0 && replacement !== null) return swap(reference, file, replacement);
  const { start, end } = spanOf(reference.node);
  const old = file.text.slice(start, end);
  if (reference.kind === "import-equals") return asType(reference, start, old);
  // Whatever else is in the statement would be lost.
  if (/\/[/*]/.test(withoutText(old)) || list(reference.node, "attributes").length > 0) {
    return { edits: null, wayOut: "Part the names by hand: it has comments or attributes." };
  }
  const literal = spanOf(reference.literal);
  const quote = file.text[literal.start] ?? '"';
  const ending = old.endsWith(";") ? ";" : "";
  const keyword = reference.kind === "export" ? "export" : "import";
  const from = (specifier: string): string => ` from ${quote}${specifier}${quote}${ending}`;
  const lines: string[] = [];
  if (toFacade.length > 0 && replacement !== null) {
    lines.push(`${keyword} ${clause(toFacade, false)}${from(replacement.specifier)}`);
  }
  lines.push(`${keyword} type ${clause(toTypes, true)}${from(reference.specifier)}`);
  const indent = /[^\S\n]*$/.exec(file.text.slice(0, start))?.[0] ?? "";
  const newline = file.text.includes("\r\n") ? "\r\n" : "\n";
  const names = toTypes.map(({ local }) => local).join(", ");
  const types = `Write \`${keyword} type\` for ${names}, of which only types are used`;
  const wayOut =
    toFacade.length === 0
      ? `${types}.`
      : `${types}, and take the rest from ${replacement?.title}, ${replacement?.specifier}.`;
  return { edits: [{ start, end, text: lines.join(`${newline}${indent}`) }], wayOut };
}

/** `import type a = require("…")` */
function asType(reference: Reference, start: number, old: string): Mending {
  const word = /^(?:export\s+)?import\s+/.exec(old)?.[0] ?? "";
  const at = start + word.length;
  const names = namesOf(reference).map(({ local }) => local);
  const wayOut = `Write \`import type\` for ${names.join(", ")}, of which only types are used.`;
  return word === "" ? { edits: null, wayOut } : { edits: [{ start: at, end: at, text: "type " }], wayOut };
}

/** Only the specifier changes. */
export function swap({ literal }: Reference, { text }: SourceFile, { title, specifier }: Replacement): Mending {
  const { start, end } = spanOf(literal);
  const quote = text[start] ?? '"';
  const edits = [{ start, end, text: `${quote}${specifier}${quote}` }];
  return { edits, wayOut: `Import it from ${title}, ${specifier}.` };
}

/** `asTypes`: the word stands before the clause already, and no default may stand beside names then. */
function clause(names: readonly ImportedName[], asTypes: boolean): string {
  const whole = names.find(({ imported }) => imported === "*");
  if (whole !== undefined) return `* as ${whole.local}`;
  const isPlainDefault = ({ imported, node }: ImportedName): boolean =>
    imported === "default" && node.type === "ImportDefaultSpecifier";
  const first = names.find(isPlainDefault);
  const alone = first !== undefined && names.length === 1;
  const lead = first === undefined || (asTypes && !alone) ? null : first.local;
  const others = names.filter((name) => lead === null || name !== first);
  const items = others.map((name) => item(name, asTypes));
  const braces = items.length === 0 ? null : `{ ${items.join(", ")} }`;
  return [lead, braces].filter((part) => part !== null).join(", ");
}

function item({ imported, local, type }: ImportedName, asTypes: boolean): string {
  const word = type && !asTypes ? "type " : "";
  return `${word}${imported === local ? local : `${quoted(imported)} as ${quoted(local)}`}`;
}

/** Module names need not be words. */
function quoted(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name) ? name : JSON.stringify(name);
}

function withoutText(code: string): string {
  return code.replace(/"[^"\n]*"|'[^'\n]*'/g, "''");
}
