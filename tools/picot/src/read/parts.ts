import { ts } from "../../compiler.cjs";
import type { Crossing, CrossingRefusal, MarkedClass, PartsCrossing } from "../model.ts";
import type { Context } from "./context.ts";

/** How a part of a type crosses; `step` leads to it from the whole. */
export type Next = (part: ts.Type, step: string) => Crossing;

export const copied: Crossing = { kind: "copy" };

export function refused(reason: CrossingRefusal, path: string, name: string): Crossing {
  return { kind: "refused", reason, path, name };
}

export function mixed([one, other]: readonly [MarkedClass, MarkedClass], path: string): Crossing {
  return refused("mixed", path, `${one.name} and ${other.name}`);
}

/** An array or a tuple. */
export function listCrossing(context: Context, type: ts.TypeReference, path: string, next: Next): Crossing {
  const { checker } = context;
  const given = checker.getTypeArguments(type);
  if (!checker.isTupleType(type)) return withParts({ items: given[0] === undefined ? copied : next(given[0], "[]") });
  const { elementFlags } = type.target as ts.TupleType; // just tested
  const crossings = given.map((part) => next(part, "[]"));
  const bad = crossings.find(({ kind }) => kind === "refused");
  if (bad !== undefined) return bad;
  const from = elementFlags.findIndex((flag) => (flag & ts.ElementFlags.Variable) !== 0);
  if (from < 0) return withParts({ places: crossings });
  const whole = withParts({ places: crossings });
  // What stands behind a part of any length has no place of its own.
  if (from < crossings.length - 1 || (elementFlags[from]! & ts.ElementFlags.Variadic) !== 0)
    return whole.kind === "copy" ? whole : refused("nested", path, "marked object");
  return withParts({ places: crossings.slice(0, from), items: crossings[from]! }); // found there
}

/** Map, Set and the like. */
export function builtInCrossing(name: string, given: readonly ts.Type[], next: Next): Crossing {
  const crossings = given.map((part) => next(part, "<>"));
  const bad = crossings.find(({ kind }) => kind === "refused");
  if (bad !== undefined) return bad;
  const [first = copied, second = copied] = crossings;
  if (name === "Map" || name === "ReadonlyMap") return withParts({ keys: first, values: second });
  return name === "Set" || name === "ReadonlySet" ? withParts({ items: first }) : copied;
}

type Parts = Omit<PartsCrossing, "kind">;

/** Only what is not copied is told; a refusal of one of them is that of all. */
function withParts({ places, ...others }: Parts): Crossing {
  const named = Object.values(others as Readonly<Record<string, Crossing>>); // neither fields nor places come here
  const bad = named.find(({ kind }) => kind === "refused");
  if (bad !== undefined) return bad;
  const kept = Object.entries(others).filter(([, each]) => (each as Crossing).kind !== "copy"); // as above
  const hasPlaces = places?.some(({ kind }) => kind !== "copy") === true;
  if (kept.length === 0 && !hasPlaces) return copied;
  // A place that is copied is one all the same where others follow.
  const isNeeded = places !== undefined && (hasPlaces || (places.length > 0 && kept.length > 0));
  return { kind: "parts", ...(isNeeded && { places }), ...Object.fromEntries(kept) };
}

/** A value that is the one or the other: what it is shows which. Where both have a part, it is either, too. */
export function either(one: Crossing, other: Crossing, path: string): Crossing {
  if (one.kind === "refused" || other.kind === "refused") return one.kind === "refused" ? one : other;
  if (one.kind === "copy" && other.kind === "copy") return copied;
  if (one.kind === "handle" && other.kind === "handle")
    return one.target === other.target ? one : mixed([one.target, other.target], path);
  return eitherParts(asParts(one), asParts(other), path);
}

function asParts(crossing: Crossing): PartsCrossing {
  if (crossing.kind === "parts") return crossing;
  return crossing.kind === "copy" ? { kind: "parts" } : { kind: "parts", self: crossing };
}

function eitherParts(one: PartsCrossing, other: PartsCrossing, path: string): Crossing {
  let bad: Crossing | undefined;
  const both = (a: Crossing | undefined, b: Crossing | undefined, step: string): Crossing => {
    const joined = either(a ?? copied, b ?? copied, `${path}${step}`);
    if (joined.kind === "refused") bad ??= joined;
    return joined;
  };
  /** What is told of one kind of value. An array and a map are no matter to each other; what is copied may be anything. */
  const joined = (keys: readonly Key[], join: (a: Parts, b: Parts) => Parts): Parts => {
    const [a, b] = [pick(one, keys), pick(other, keys)];
    const [isIn, isInOther] = [a, b].map((each) => Object.keys(each).length > 0);
    if (isIn === isInOther) return isIn === true ? join(a, b) : {};
    return Object.keys(isIn === true ? other : one).length === 1 ? join(a, b) : { ...a, ...b };
  };
  const all = {
    ...joined(["self"], (a, b) => ({ self: both(a.self ?? b.self, b.self ?? a.self, "") })),
    ...joined(["fields", "rest"], (a, b) => {
      const of = ({ fields = [], rest }: Parts, name: string): Crossing | undefined =>
        fields.find(([own]) => own === name)?.[1] ?? rest;
      const names = new Set([...(a.fields ?? []), ...(b.fields ?? [])].map(([name]) => name));
      const fields = [...names].map((name) => [name, both(of(a, name), of(b, name), `.${name}`)] as const);
      return { ...(fields.length > 0 && { fields }), ...withRest("rest", a, b, both) };
    }),
    ...joined(["places", "items"], (a, b) => {
      const count = Math.max(a.places?.length ?? 0, b.places?.length ?? 0);
      const at = ({ places = [], items }: Parts, i: number): Crossing | undefined => places[i] ?? items;
      const places = Array.from({ length: count }, (_, i) => both(at(a, i), at(b, i), "[]"));
      return { ...(count > 0 && { places }), ...withRest("items", a, b, both) };
    }),
    ...joined(["keys", "values"], (a, b) => ({ ...withRest("keys", a, b, both), ...withRest("values", a, b, both) })),
  };
  return bad ?? { kind: "parts", ...all };
}

type Key = keyof Parts;

function pick(of: PartsCrossing, keys: readonly Key[]): Parts {
  return Object.fromEntries(keys.flatMap((key) => (of[key] === undefined ? [] : [[key, of[key]]])));
}

function withRest(
  key: "rest" | "items" | "keys" | "values",
  a: Parts,
  b: Parts,
  both: (a: Crossing | undefined, b: Crossing | undefined, step: string) => Crossing,
): Parts {
  return a[key] === undefined && b[key] === undefined ? {} : { [key]: both(a[key], b[key], "[]") };
}
