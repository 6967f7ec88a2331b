/**
 * An error crosses as data: the names of its classes, name, message, stack, own fields, cause and members. It is written
 * field by field, each read guarded, since an error that cannot be told is worse than one told in part.
 */
import { inspect } from "node:util";
import { encode } from "./encode.ts";
import { reactorStack } from "../stack.ts";
import { Tag } from "./tags.ts";
import type { Writer } from "./writer.ts";

/** Longest chain of class names sent: the receiver takes the first one that it knows. */
const MAX_CLASSES = 8;
const APART = new Set(["name", "message", "stack", "cause", "errors"]);

export function encodeError(error: Error, to: Writer): void {
  to.u8(Tag.Error);
  const classes = classNames(error);
  to.u8(classes.length);
  for (const name of classes) to.string(name);
  to.string(text(error, "name", classes[0] ?? "Error"));
  to.string(text(error, "message", ""));
  to.string(reactorStack(text(error, "stack", "")));
  const fields = ownFields(error);
  to.u32(fields.length);
  for (const [key, value] of fields) {
    to.string(key);
    lenient(value, to);
  }
}

export function encodeDomException(error: DOMException, to: Writer): void {
  to.u8(Tag.DOMException);
  to.string(text(error, "name", "Error"));
  to.string(text(error, "message", ""));
  to.string(reactorStack(text(error, "stack", "")));
}

/** Encodes a value, or what it looks like if it cannot cross. */
export function lenient(value: unknown, to: Writer): void {
  const mark = to.mark();
  const depth = to.path.length;
  try {
    to.path.push("");
    encode(value, to);
  } catch {
    to.reset(mark);
    to.u8(Tag.String);
    to.string(glimpse(value));
  } finally {
    to.path.length = depth;
  }
}

/** What a value looks like, in a short text. Any value. */
export function glimpse(value: unknown): string {
  try {
    return inspect(value, { depth: 0, breakLength: Infinity }).slice(0, 200);
  } catch {
    return "[a value that cannot be shown]";
  }
}

function classNames(error: Error): string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(error);
  while (
    typeof prototype === "object" &&
    prototype !== null &&
    prototype !== Object.prototype &&
    names.length < MAX_CLASSES
  ) {
    const maker = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value as unknown; // a descriptor's value is any
    if (typeof maker === "function" && typeof maker.name === "string" && maker.name !== "") names.push(maker.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

function text(error: object, key: "name" | "message" | "stack", otherwise: string): string {
  try {
    const value = (error as Record<string, unknown>)[key]; // any object may be read by key
    return typeof value === "string" ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/** Own enumerable fields, and cause and errors, which are own but not enumerable. */
function ownFields(error: Error): [string, unknown][] {
  const fields: [string, unknown][] = [];
  for (const key of [...Object.keys(error).filter((each) => !APART.has(each)), "cause", "errors"]) {
    if (!Object.hasOwn(error, key)) continue;
    try {
      fields.push([key, (error as unknown as Record<string, unknown>)[key]]); // any object may be read by key
    } catch {
      // A field whose getter throws has no value to tell.
    }
  }
  return fields;
}
