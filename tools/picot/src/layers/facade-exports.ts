/** The names that a facade exports. */
export interface FacadeExports {
  readonly values: ReadonlySet<string>;
  /** Those that are types only: it passes on what the reactor layer exports. */
  readonly types: ReadonlySet<string>;
}

const declared = /^export (?<isDefault>default )?(?:abstract )?(?:class|function|enum) (?<name>[^\s<({]+)/gm;
const renamed = /^export \{ \S+ as (?<name>.+) \};$/gm;
const plainDefault = /^export default [^\s;]+;$/m;
const types = /^export type \{(?<items>[^}]*)\} from /gm;
const wholeTypes = /^export type \* as (?<name>\S+) from /gm;

/** Reads them off a generated text, which has few forms, each on lines of its own. */
export function facadeExports(text: string): FacadeExports {
  const values = new Set<string>();
  for (const { groups } of text.matchAll(declared)) {
    values.add(groups?.["isDefault"] === undefined ? (groups?.["name"] ?? "") : "default");
  }
  for (const { groups } of text.matchAll(renamed)) values.add(unquoted(groups?.["name"] ?? ""));
  if (plainDefault.test(text)) values.add("default");
  const items = [...text.matchAll(types)].flatMap(({ groups }) => (groups?.["items"] ?? "").split(","));
  const names = items.map((item) => unquoted(item.split(" as ").at(-1)?.trim() ?? "")).filter((name) => name !== "");
  const whole = [...text.matchAll(wholeTypes)].map(({ groups }) => groups?.["name"] ?? "");
  return { values, types: new Set([...names, ...whole]) };
}

function unquoted(name: string): string {
  return name.startsWith('"') ? String(JSON.parse(name)) : name;
}
