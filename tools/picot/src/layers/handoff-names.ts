import { type Node, child, get, list, walk } from "./ast.ts";
import { type Reference, idOf, namesOf, referencesOf, takenOf } from "./references.ts";

/** What of the runtime is the hand-off itself. The rest is for every application: setup, errors, limits. */
const handoff: Readonly<Record<string, readonly string[]>> = {
  "@picot/runtime": [
    "EventualResult",
    "Eventual",
    "Completion",
    "RunOptions",
    "callInReactor",
    "callInReactorWithTimeout",
    "eventual",
    "gather",
    "retrieveResult",
    "runInReactor",
    "waitFor",
  ],
  "@picot/runtime/pool": ["callFromThread", "blockingCallFromThread"],
};

/** What generated code imports, and nobody else: `@picot/runtime/facade/v1`, `@picot/runtime/pool/v1` … */
const isDoor = (specifier: string): boolean => /^@picot\/runtime\/\w+\/v\d+$/.test(specifier);

/** One of these names in a file, or a door of generated code as a whole. */
export interface HandoffName {
  readonly name: string;
  readonly specifier: string;
  readonly node: Node;
  /** What the file calls it; null where it has no name of its own. */
  readonly local: string | null;
}

export function handoffNames(program: Node): readonly HandoffName[] {
  return referencesOf(program).flatMap((reference) => namesIn(reference, program));
}

function namesIn(reference: Reference, program: Node): readonly HandoffName[] {
  const { specifier, literal } = reference;
  const known = handoff[specifier];
  const named = (name: string, node: Node, local: string | null = null): HandoffName => ({
    name,
    specifier,
    node,
    local,
  });
  if (isDoor(specifier)) {
    const all = namesOf(reference).map(({ imported, node, local }) => named(imported, node, local));
    return all.length === 0 ? [named(specifier, literal)] : all;
  }
  if (known === undefined) return [];
  if (reference.node.type === "ExportAllDeclaration") return [named(`all of ${specifier}`, literal)];
  const imported = namesOf(reference);
  const whole = imported.filter((each) => each.imported === "*").flatMap(({ local }) => membersOf(local, program));
  return [
    ...imported.map((each) => named(each.imported, each.node, each.local)),
    ...[...whole, ...exportedBy(reference), ...qualifiedBy(reference)].map(([name, node]) => named(name, node)),
    ...(takenOf(reference) ?? []).map((name) => named(name, literal)),
  ].filter(({ name }) => known.includes(name));
}

type Named = readonly [name: string, node: Node];

/** `export { eventual } from` */
function exportedBy({ kind, node }: Reference): readonly Named[] {
  if (kind !== "export") return [];
  return list(node, "specifiers").map((each) => [idOf(child(each, "local")) ?? "", each] as const);
}

/** `import("@picot/runtime").EventualResult` as a type */
function qualifiedBy({ kind, node }: Reference): readonly Named[] {
  const name = kind === "import-type" ? idOf(child(node, "qualifier")) : null;
  return name === null ? [] : [[name, node]];
}

/** `picot.eventual`, `picot.EventualResult<T>` */
function membersOf(local: string, program: Node): readonly Named[] {
  const found: Named[] = [];
  walk(program, (node) => {
    const isType = node.type === "TSQualifiedName";
    if (!isType && node.type !== "MemberExpression") return;
    const whole = child(node, isType ? "left" : "object");
    if (whole?.type !== "Identifier" || get(whole, "name") !== local) return;
    const name = idOf(child(node, isType ? "right" : "property"));
    if (name !== null) found.push([name, node]);
  });
  return found;
}
