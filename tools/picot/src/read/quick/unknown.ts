import { Doubt } from "../sparse.ts";

/** What readers ask with `in`, of what may have it or not. */
const mayBeMissing = new Set<string | symbol>(["target", "objectFlags"]);

const doubtful = new Proxy(Object.create(null) as object, {
  get: (_, key) => {
    if (typeof key === "symbol") return undefined;
    throw new Doubt();
  },
  has: (_, key) => {
    if (typeof key === "symbol" || mayBeMissing.has(key)) return false;
    throw new Doubt();
  },
});

/**
 * Stands in for a part of the compiler, of which it has only some members: whoever asks for another is in doubt. So a reader that
 * learns to ask for more is answered by the whole, until somebody teaches the quick one.
 */
export class Unknown {}

Object.setPrototypeOf(Unknown.prototype, doubtful);
