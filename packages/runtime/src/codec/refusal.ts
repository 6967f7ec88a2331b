/** Refusals of values: they name the path, and are told apart from what the user's own getters throw. */
import { ArgumentError } from "../errors.ts";

/** The keys from the root to the value being encoded: only read when something is refused. */
export type Path = (string | number)[];

export function refuse(path: Path, why: string): never {
  throw refusal(new ArgumentError(`${pathText(path)} ${why}.`));
}

/** Refusals of which nobody has said yet to what call they belong. What a getter of the user's throws is none. */
const refusals = new WeakSet<Error>();

export function refusal<E extends Error>(error: E): E {
  refusals.add(error);
  return error;
}

/** Is it one? True once. */
export function takeRefusal(error: unknown): error is Error {
  return error instanceof Error && refusals.delete(error);
}

/** `args[0].a["b c"]`: the root is the path's first element. */
export function pathText(path: Path): string {
  return path
    .map((key, i) => {
      if (i === 0) return String(key);
      if (typeof key === "number") return `[${key}]`;
      return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("");
}
