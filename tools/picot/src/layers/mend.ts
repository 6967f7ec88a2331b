import { basename } from "node:path";
import { child, get, list } from "./ast.ts";
import { type Mending, type Replacement, mendStatement, swap } from "./mend-statement.ts";
import type { LayerProject } from "./project.ts";
import { type ImportedName, type Reference, idOf, namesOf, takenOf } from "./references.ts";
import type { SourceFile } from "./rule.ts";
import { specifierLike } from "./specifier.ts";
import { type Uses, usesOf } from "./uses.ts";

/** What a file should import in place of a module, and what to say where that cannot be. */
export interface Instead {
  readonly replacement: Replacement | null;
  readonly missing: string;
}

/** The facade of a tagged source, for a file that imports something else in its place. */
export function facadeFor(source: string, reference: Reference, file: SourceFile, project: LayerProject): Instead {
  const facade = project.facadeOf(source);
  if (facade === null) {
    const missing = `${basename(source)} has no facade: take what is needed from a module outside of the reactor layer, or tag its class @reactor.`;
    return { replacement: null, missing };
  }
  const specifier = specifierLike(reference.specifier, file.path, facade.path);
  const missing = `Run \`picot generate\`, then import it from its facade, ${specifier}.`;
  const { exports } = facade;
  return { replacement: exports && { title: "its facade", specifier, exports }, missing };
}

/** Turns it into an import of the other module, or of types only: whichever the names are used for. */
export function mend(reference: Reference, { replacement, missing }: Instead, file: SourceFile): Mending {
  switch (reference.kind) {
    case "import":
      return mendImport(reference, file, replacement, missing);
    case "export":
      return mendExport(reference, file, replacement, missing);
    case "import-equals":
      return mendWhole(reference, namesOf(reference), file, replacement, missing);
    default:
      return mendTaken(reference, file, replacement, missing);
  }
}

function mendImport(reference: Reference, file: SourceFile, replacement: Replacement | null, missing: string): Mending {
  const names = namesOf(reference);
  if (names.length === 0)
    return byHand("Remove this import: what is generated loads what it needs where it is needed.");
  if (names.some(({ imported }) => imported === "*")) return mendWhole(reference, names, file, replacement, missing);
  const values: ImportedName[] = [];
  for (const name of names.filter(({ type }) => !type)) {
    const { imported, local } = name;
    const { all, shadowed } = usesOf(file.program, local);
    if (shadowed) return byHand(ambiguous(local, replacement));
    const isType = canSayTypes(file) && all.length > 0 && all.every((use) => use.as === "type");
    if (isType) continue;
    if (replacement === null) return byHand(missing);
    if (!replacement.exports.values.has(imported)) return byHand(notThere(local, replacement));
    values.push(name);
  }
  // A type that the facade passes on may come from either side: from where the others come.
  const goes = (name: ImportedName): boolean =>
    values.includes(name) || (name.type && values.length > 0 && replacement?.exports.types.has(name.imported) === true);
  const parted = { toFacade: names.filter(goes), toTypes: names.filter((name) => !goes(name)) };
  return mendStatement(reference, parted, file, replacement);
}

function mendExport(reference: Reference, file: SourceFile, replacement: Replacement | null, missing: string): Mending {
  if (replacement === null) return byHand(missing);
  if (reference.node.type === "ExportAllDeclaration") {
    return byHand(`Name what is meant: export { … } from "${replacement.specifier}".`);
  }
  const toFacade: ImportedName[] = [];
  const toTypes: ImportedName[] = [];
  for (const node of list(reference.node, "specifiers")) {
    const imported = idOf(child(node, "local")) ?? "";
    const type = get(node, "exportKind") === "type";
    const name = { imported, local: idOf(child(node, "exported")) ?? imported, type, node };
    if (type || replacement.exports.types.has(imported)) toTypes.push(name);
    else if (replacement.exports.values.has(imported)) toFacade.push(name);
    else return byHand(notThere(imported, replacement));
  }
  return mendStatement(reference, { toFacade, toTypes }, file, replacement);
}

/** `import * as a` and `import a = require()`: each use says what it takes. */
function mendWhole(
  reference: Reference,
  names: readonly ImportedName[],
  file: SourceFile,
  replacement: Replacement | null,
  missing: string,
): Mending {
  const whole = names.find(({ imported }) => imported === "*");
  if (whole === undefined || names.length > 1) return byHand(replacement === null ? missing : chosen(replacement));
  const uses = usesOf(file.program, whole.local);
  if (uses.shadowed) return byHand(ambiguous(whole.local, replacement));
  const onlyTypes = uses.all.length > 0 && uses.all.every((use) => use.as === "type");
  if (onlyTypes && canSayTypes(file)) {
    return mendStatement(reference, { toFacade: [], toTypes: names }, file, replacement);
  }
  if (replacement === null) return byHand(missing);
  const lacking = lackingIn(replacement, uses);
  return lacking === null ? swap(reference, file, replacement) : byHand(lacking);
}

function lackingIn(replacement: Replacement, { all }: Uses): string | null {
  const { exports } = replacement;
  for (const { as, member } of all) {
    if (member === null) return chosen(replacement);
    const isThere = exports.values.has(member) || (as === "type" && exports.types.has(member));
    if (!isThere) return notThere(member, replacement);
  }
  return null;
}

/** `import()` and `require()`. */
function mendTaken(reference: Reference, file: SourceFile, replacement: Replacement | null, missing: string): Mending {
  if (replacement === null) return byHand(missing);
  const taken = takenOf(reference);
  if (taken === null) return byHand(chosen(replacement));
  const lacking = taken.find((name) => !replacement.exports.values.has(name));
  return lacking === undefined ? swap(reference, file, replacement) : byHand(notThere(lacking, replacement));
}

const byHand = (wayOut: string): Mending => ({ edits: null, wayOut });

function ambiguous(local: string, replacement: Replacement | null): string {
  const from = replacement === null ? "its facade" : `${replacement.title}, ${replacement.specifier}`;
  return `${local} has a second meaning in this file: rename one of them, or write the import of ${from} by hand.`;
}

function chosen({ specifier }: Pick<Replacement, "specifier">): string {
  return `Import the names that are meant, from ${specifier}.`;
}

function notThere(name: string, { title, specifier }: Replacement): string {
  const where = `${title.replace(/^its /, "the ")}, ${specifier}`;
  return `${name} is not in ${where}: move it to a module outside of the reactor layer that both may import.`;
}

/** `import type` is TypeScript. */
function canSayTypes({ path }: SourceFile): boolean {
  return /\.[mc]?tsx?$/.test(path);
}
