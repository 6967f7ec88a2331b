/** Where live objects lie in a value that is copied otherwise: known from its type, so that nothing else of it is looked at. */
import { types } from "node:util";
import type { Path } from "./codec/refusal.ts";
import type { Part } from "./wire.ts";

type HandlePart = Extract<Part, { readonly kind: "handle" }>;

/** `sure`: it must be a live object, and may not be something else. `path` is the visitor's own: it changes. */
export type Visit = (value: unknown, part: HandlePart, sure: boolean, path: Path) => void;

/** Visits what may be live. Types that come back to themselves have no such parts, so this ends. */
export function visitLive(value: unknown, part: Part, path: Path, visit: Visit, sure = true): void {
  if (value === null || value === undefined || part.kind === "copy") return;
  if (part.kind === "handle") return visit(value, part, sure, path);
  if (typeof value !== "object") return;
  const at = (each: unknown, its: Part | undefined, key: string | number): void => {
    if (its === undefined || its.kind === "copy") return;
    path.push(key);
    visitLive(each, its, path, visit);
    path.pop();
  };
  const { self, fields, rest, places = NONE, items, keys, values } = part;
  if (Array.isArray(value)) {
    const count = items === undefined ? Math.min(places.length, value.length) : value.length;
    for (let i = 0; i < count; i += 1) at(value[i], i < places.length ? places[i] : items, i);
  } else if (types.isMap(value)) {
    let i = 0;
    for (const [key, each] of value) {
      at(key, keys, `key ${i}`);
      at(each, values, `value ${i}`);
      i += 1;
    }
  } else if (types.isSet(value)) {
    let i = 0;
    for (const each of value) at(each, items, `item ${i++}`);
  } else if (isPlain(value)) {
    for (const key in fields) if (Object.hasOwn(value, key)) at(value[key], fields[key], key);
    if (rest === undefined) return;
    for (const key of Object.keys(value))
      if (fields === undefined || !Object.hasOwn(fields, key)) at(value[key], rest, key);
  } else if (self !== undefined) {
    visitLive(value, self, path, visit, false);
  }
}

const NONE: readonly Part[] = [];

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of another realm as well.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** As it is registered: without what only this thread knows. */
export function bare(part: Part): Part {
  if (part.kind !== "parts") return { kind: part.kind };
  const { self, fields, rest, places, items, keys, values } = part;
  return {
    kind: "parts",
    ...(self && { self: bare(self) }),
    ...(fields && { fields: Object.fromEntries(Object.entries(fields).map(([key, each]) => [key, bare(each)])) }),
    ...(rest && { rest: bare(rest) }),
    ...(places && { places: places.map(bare) }),
    ...(items && { items: bare(items) }),
    ...(keys && { keys: bare(keys) }),
    ...(values && { values: bare(values) }),
  };
}

/** An object of the reactor that is on its way: its handle, and the plan of its class. */
export interface HandleResult {
  readonly handle: number;
  readonly plan: number;
}

/** Those within one message. `written`: it is in the message; one that is not has been counted for nothing. */
export type Kept = Map<object, HandleResult & { written: boolean }>;

/** None of them is on its way. */
export function unwrite(kept: Kept): void {
  for (const each of kept.values()) each.written = false;
}
