import {
  type Crossing,
  type PartsCrossing,
  type ReactorClass,
  type ReactorFunction,
  type ReactorMember,
  type Signature,
  type Tags,
  type Timeout,
  isLive,
  isShown,
  reactorOf,
} from "../model.ts";
import { shownEvents } from "../events-model.ts";
import type { EmitOptions } from "./emit-options.ts";
import { indent, list } from "./lines.ts";
import { milliseconds, propertyKey, quote } from "./literal.ts";
import type { Names } from "./names.ts";
import { seen, signalOf } from "../signal.ts";

/** `const plan = facadePlan(…);` `url` is the code that tells the reactor module. */
export function classPlan(
  one: ReactorClass,
  local: string,
  url: string,
  names: Names,
  options: EmitOptions,
): readonly string[] {
  const shown = one.members.filter(isShown);
  const entries = (section: string): readonly string[] =>
    shown
      .filter((member) => sectionOf(member) === section)
      .flatMap(({ name, tags, signatures, late }) => {
        const source = memberSource(signatures, tags, timeoutOf(tags, one.tags, options), names);
        return entry(name, [...source, ...(late ? ["late: true"] : [])], 2);
      });
  const construct = constructSource(one, names, options);
  const [exported = one.name] = one.exports;
  return [
    `const ${local} = ${names.runtime("facadePlan")}(import.meta.url, ${url}, ${quote(one.name)}, {`,
    ...indent([
      ...(reactorOf(one.tags) === "" ? [] : [`reactor: ${quote(reactorOf(one.tags))},`]),
      ...(exported === one.name ? [] : [`exported: ${quote(exported)},`]),
      ...(construct === null ? [] : entry("construct", construct, 1)),
      ...sections.flatMap((section) => record(section, entries(section))),
      ...eventsSource(one, names, options),
      ...errorList(names, [one.tags, one.construct.tags, ...shown.map(({ tags }) => tags)]).map(
        (list) => `errors: ${list},`,
      ),
    ]),
    "});",
  ];
}

/** `const functions = functionPlan(…);` All of one reactor. */
export function functionsPlan(
  functions: readonly ReactorFunction[],
  local: string,
  url: string,
  names: Names,
  options: EmitOptions,
): readonly string[] {
  const reactor = reactorOf(functions[0]!.tags); // of at least one
  const entries = functions.flatMap(({ name, exports: [exported = name], tags, signatures }) => {
    const source = memberSource(signatures, tags, timeoutOf(tags, null, options), names);
    const other = exported === name ? [] : [`exported: ${quote(exported)}`];
    return entry(name, [...source, ...other, `facade: () => ${name}`], 1);
  });
  const [errors] = errorList(
    names,
    functions.map(({ tags }) => tags),
  );
  return [
    `const ${local} = ${names.runtime("functionPlan")}(import.meta.url, ${url}, {`,
    ...indent(entries),
    `}${[errors ?? (reactor === "" ? undefined : "[]"), reactor === "" ? undefined : quote(reactor)]
      .filter((each) => each !== undefined)
      .map((each) => `, ${each}`)
      .join("")});`,
  ];
}

/** `events: { timeout: 5_000, of: { tick: [] } },` */
function eventsSource(one: ReactorClass, names: Names, options: EmitOptions): readonly string[] {
  const shown = shownEvents(one.events);
  if (one.events === null || shown.length === 0) return [];
  const limit = limitText(timeoutOf(one.events.tags, one.tags, options), names);
  const each = shown.map(({ name, signature }) => {
    const params = paramCrossings([signature], undefined).map((crossing) => crossingText(crossing, names));
    return list(`${propertyKey(name)}: [`, params, "]", 3).join("\n");
  });
  return list("events: { ", [`timeout: ${limit}`, list("of: { ", each, " }", 2).join("\n")], " },", 1);
}

const limitText = (timeout: Timeout, names: Names): string =>
  timeout === "forever" ? names.runtime("FOREVER") : milliseconds(timeout);

const sections = ["methods", "statics", "getters", "setters", "staticGetters", "staticSetters"] as const;

/** Where the plan has a member. */
export function sectionOf({ kind, static: isStatic }: ReactorMember): (typeof sections)[number] {
  if (kind === "getter") return isStatic ? "staticGetters" : "getters";
  if (kind === "setter") return isStatic ? "staticSetters" : "setters";
  return isStatic ? "statics" : "methods";
}

function constructSource(one: ReactorClass, names: Names, options: EmitOptions): readonly string[] | null {
  if (one.construct.kind === "refused" || one.abstract) return null;
  const limit = timeoutOf(one.construct.tags, one.tags, options);
  if (one.construct.kind === "own") return memberSource(one.construct.signatures, one.construct.tags, limit, names);
  // The base class's parameters, under this class's own limit.
  const above = options.lineage.constructorOf(one);
  if (above?.kind === "refused") return null;
  return memberSource(above?.signatures ?? [], above?.tags ?? null, limit, names);
}

function memberSource(
  signatures: readonly Signature[],
  tags: Tags | null,
  timeout: Timeout,
  names: Names,
): readonly string[] {
  const limit = limitText(timeout, names);
  const result = signatures[0]?.crossing;
  const rest = restOf(signatures);
  const params = paramCrossings(signatures, rest?.index);
  const signal = signalOf(signatures);
  return [
    `timeout: ${limit}`,
    ...(params.length === 0 ? [] : [paramList(params, names)]),
    ...(rest === undefined ? [] : [`rest: ${crossingText(rest.crossing, names)}`]),
    ...(result === undefined || result.kind === "copy" ? [] : [`result: ${resultText(result, tags, names)}`]),
    ...(tags === null || tags.transfer === null ? [] : ["transfer: true"]),
    ...(signal < 0 ? [] : [`signal: ${signal}`]),
  ];
}

/** Marked objects from a position on. */
function restOf(signatures: readonly Signature[]): { readonly index: number; readonly crossing: Crossing } | undefined {
  const all = signatures.flatMap(({ parameters }) => parameters.map((each, index) => ({ ...each, index })));
  return all.find(({ rest, crossing }) => rest && isLive(crossing));
}

/** Position by position over all overloads; copies at the end need not be told, unless others follow from `end` on. */
function paramCrossings(signatures: readonly Signature[], end: number | undefined): readonly Crossing[] {
  const longest = Math.max(0, ...signatures.map(({ parameters }) => parameters.length));
  const crossings = Array.from({ length: longest }, (_, index): Crossing => {
    const at = signatures.flatMap(({ parameters }) => seen(parameters)[index]?.crossing ?? []);
    return at.find(({ kind }) => kind !== "copy") ?? copy;
  });
  return end === undefined ? withoutCopies(crossings) : crossings.slice(0, end);
}

/** At the depth of a member that has a line for each of its fields. */
function paramList(params: readonly Crossing[], names: Names): string {
  const each = params.map((crossing) => crossingText(crossing, names));
  return list("params: [", each, "]", 3).join("\n");
}

const copy: Crossing = { kind: "copy" };

function withoutCopies(crossings: readonly Crossing[]): readonly Crossing[] {
  return crossings.slice(0, crossings.findLastIndex(({ kind }) => kind !== "copy") + 1);
}

function crossingText(crossing: Crossing, names: Names): string {
  if (crossing.kind === "callback") return callbackText(crossing.params, crossing.result, names);
  if (crossing.kind === "parts") return partsText(crossing, names);
  if (crossing.kind !== "handle") return names.runtime("copy");
  return `${names.runtime("handle")}(() => ${names.facade(crossing.target)})`;
}

/** `parts({ fields: { items: parts({ items: handle(() => User) }) } })`. */
function partsText({ self, fields, rest, places, items, keys, values }: PartsCrossing, names: Names): string {
  const named = Object.entries({ self, rest, items, keys, values }).flatMap(([key, each]) =>
    each === undefined ? [] : [`${key}: ${crossingText(each, names)}`],
  );
  const inFields = (fields ?? []).map(([name, each]) => `${fieldKey(name)}: ${crossingText(each, names)}`);
  const inPlaces = (places ?? []).map((each) => crossingText(each, names));
  const all = [
    ...(inFields.length === 0 ? [] : [list("fields: { ", inFields, " }", 5).join("\n")]),
    ...(inPlaces.length === 0 ? [] : [list("places: [", inPlaces, "]", 5).join("\n")]),
    ...named,
  ];
  return list(`${names.runtime("parts")}({ `, all, " })", 4).join("\n");
}

/** In a literal `__proto__` would be no field. */
function fieldKey(name: string): string {
  return name === "__proto__" ? `[${quote(name)}]` : propertyKey(name);
}

/** `iterator(copy, 100)`. */
function resultText(result: Crossing, tags: Tags | null, names: Names): string {
  if (result.kind !== "iterator") return crossingText(result, names);
  const ahead = tags?.prefetch?.text;
  // Only what is said is asked for, since that is imported.
  const item = ahead === undefined && result.item.kind === "copy" ? [] : [crossingText(result.item, names)];
  const args = [...item, ...(ahead === undefined ? [] : [milliseconds(Number(ahead))])];
  return `${names.runtime("iterator")}(${args.join(", ")})`;
}

/** `callback([handle(() => Account)], copy)`. */
function callbackText(params: readonly Crossing[], result: Crossing | null, names: Names): string {
  const list = `[${withoutCopies(params)
    .map((each) => crossingText(each, names))
    .join(", ")}]`;
  const args = result === null ? (list === "[]" ? [] : [list]) : [list, crossingText(result, names)];
  return `${names.runtime("callback")}(${args.join(", ")})`;
}

function timeoutOf(own: Tags | null, owner: Tags | null, options: EmitOptions): Timeout {
  const timeout = own?.timeouts[0]?.timeout ?? owner?.timeouts[0]?.timeout ?? options.timeout;
  if (timeout === null) throw new TypeError("a model without a timeout does not pass the checks");
  return timeout;
}

export function errorList(names: Names, tags: readonly (Tags | null)[]): readonly string[] {
  const classes = tags.flatMap((each) =>
    (each?.throws ?? []).flatMap(({ origin }) =>
      origin === "local" || origin.origin.kind === "facade" ? [] : [names.value(origin)],
    ),
  );
  return classes.length === 0 ? [] : [`[${[...new Set(classes)].join(", ")}]`];
}

function record(name: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${name}: {`, ...indent(entries), "},"];
}

function entry(name: string, fields: readonly string[], depth: number): readonly string[] {
  return list(`${propertyKey(name)}: { `, fields, " },", depth);
}
