import type { Layer } from "../model.ts";
import { byCodeUnit } from "../problem.ts";
import { propertyKey, quote } from "./literal.ts";
import { list } from "./lines.ts";

/** One name that the generated file imports. `exported` is `"*"` for a whole module. */
export interface ImportedName {
  readonly specifier: string;
  readonly exported: string;
  readonly local: string;
  readonly value: boolean;
  /** The reactor module exports it under this name: so does the facade, for applications that never look behind it. */
  readonly reexport: string | null;
}

/** The doors of the runtime: for facades, and for twins. */
export const doors: Readonly<Record<Layer, string>> = {
  reactor: "@picot/runtime/facade/v1",
  blocking: "@picot/runtime/pool/v1",
  green: "@picot/runtime/green/v1",
};

/** The import lines: the runtime first, then by specifier, values before types. */
export function importLines(
  runtime: ReadonlyMap<string, string>,
  names: readonly ImportedName[],
  layer: Layer,
): readonly string[] {
  const used = [...runtime].map(([exported, local]) => runtimeClause(exported, local)).sort(byCodeUnit);
  return [
    ...list("import { ", used, ` } from ${quote(doors[layer])};`, 0),
    ...statements(names, (specifier, at) => [
      ...group(
        "import",
        specifier,
        at.filter(({ value }) => value),
      ),
      ...group(
        "import type",
        specifier,
        at.filter(({ value }) => !value),
      ),
    ]),
  ];
}

/** `export type { Rate } from "./rates.reactor.js";` */
export function reexportLines(names: readonly ImportedName[]): readonly string[] {
  const shown = names.filter(({ reexport, value }) => reexport !== null && reexport !== "default" && !value);
  return statements(shown, (specifier, at) => {
    const whole = at.filter(({ exported }) => exported === "*").map(({ reexport }) => reexport ?? "");
    const named = at.filter(({ exported }) => exported !== "*");
    const items = named.map(({ exported, reexport }) => clause(exported, reexport ?? exported)).sort(byCodeUnit);
    const stars = whole.map((name) => `export type * as ${name} from ${quote(specifier)};`);
    return items.length === 0 ? stars : [...stars, ...list("export type { ", items, ` } from ${quote(specifier)};`, 0)];
  });
}

function statements(
  names: readonly ImportedName[],
  print: (specifier: string, names: readonly ImportedName[]) => readonly string[],
): readonly string[] {
  const specifiers = [...new Set(names.map(({ specifier }) => specifier))].sort(byCodeUnit);
  return specifiers.flatMap((specifier) =>
    print(
      specifier,
      names.filter((name) => name.specifier === specifier),
    ),
  );
}

function group(keyword: string, specifier: string, names: readonly ImportedName[]): readonly string[] {
  const from = (local: string): string => `${keyword} ${local} from ${quote(specifier)};`;
  const items = names.filter(({ exported }) => exported !== "*" && exported !== "default");
  return [
    ...names.filter(({ exported }) => exported === "*").map(({ local }) => from(`* as ${local}`)),
    ...names.filter(({ exported }) => exported === "default").map(({ local }) => from(local)),
    ...(items.length === 0 ? [] : list(`${keyword} { `, clauses(items), ` } from ${quote(specifier)};`, 0)),
  ];
}

function clauses(names: readonly ImportedName[]): readonly string[] {
  return names.map(({ exported, local }) => clause(exported, local)).sort(byCodeUnit);
}

/** `type Expected as Expected_`: what is a type only says so, for compilers that look at one file. */
function runtimeClause(imported: string, local: string): string {
  const [, type = "", exported = ""] = /^(type )?(.*)$/.exec(imported) ?? [];
  return `${type}${clause(exported, local)}`;
}

function clause(exported: string, local: string): string {
  return exported === local ? local : `${propertyKey(exported)} as ${local}`;
}
