/**
 * Rebuilds errors as themselves. Classes come from a Map of registered ones and from nowhere else: a name from the wire
 * that is looked up in `globalThis`, or assigned as a prototype, is a way to run code.
 */
import { RemoteError, hide, picotErrors } from "../errors.ts";
import { perThread } from "../per-thread.ts";
import { type Decoding, decode, defineField, remember } from "./decode.ts";

type ErrorClass = abstract new (...args: never) => Error;

const builtIn = [
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
  ...picotErrors,
];

// Of the thread and not of this module: a facade registers through one entry point what another one decodes.
const classes: Map<string, ErrorClass> = perThread("errors", () => new Map(builtIn.map((each) => [each.name, each])));

/** Makes errors of this class come out as themselves, in this thread. The class is found by its name. */
export function registerErrorClass(errorClass: ErrorClass): void {
  classes.set(errorClass.name, errorClass);
}

export function decodeError(into: Decoding, depth: number): Error {
  const { from } = into;
  const error = remember(from, new Error());
  const names: string[] = [];
  for (let left = from.u8(); left > 0; left -= 1) names.push(from.string());
  const name = from.string();
  const message = from.string();
  const stack = from.string();
  Object.setPrototypeOf(error, prototypeFor(names, name));
  hide(error, "message", message);
  hide(error, "stack", stack);
  if (error.name !== name) hide(error, "name", name);
  for (let left = from.count(); left > 0; left -= 1) {
    const key = from.string();
    const value = decode(into, depth + 1);
    if (key === "cause" || key === "errors") hide(error, key, value);
    else defineField(error, key, value);
  }
  return error;
}

function prototypeFor(names: readonly string[], name: string): object {
  for (const each of names) {
    const known = classes.get(each);
    if (known !== undefined) return known.prototype as object; // the prototype of a class is typed any
  }
  // An Error and nothing more stays one; an unknown class is told by its name.
  return names[0] === "Error" && name === "Error" ? Error.prototype : RemoteError.prototype;
}

export function decodeDomException(into: Decoding): DOMException {
  const { from } = into;
  const name = from.string();
  const error = new DOMException(from.string(), name);
  hide(error, "stack", from.string());
  return remember(from, error);
}
