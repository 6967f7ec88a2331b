/** transfer(): buffers that move to the other thread instead of being copied. */
import { types } from "node:util";
import { ArgumentError } from "../errors.ts";
import { perThread } from "../per-thread.ts";

/** Values that were marked and not sent yet. `open` is what an encoder looks at first: most messages have none. */
const marks = perThread("transfers", () => ({
  open: 0,
  of: new WeakMap<object, readonly ArrayBuffer[]>(),
}));

/**
 * Marks a value so that, the next time it crosses, these buffers in it move instead of being copied: as an argument of a
 * facade's method, or as the result of a method of the reactor layer. Afterwards they are detached here: a view of one has
 * length 0. That is so wherever they go; where a thread's lane cannot move memory, they are copied first. Any thread.
 *
 * @returns the value itself
 * @throws ArgumentError for a buffer that is detached, shared, there twice, or cannot move (a Buffer of Node's pool, the
 *   memory of WebAssembly); and from the call, for a buffer that is not in the value, or of which a view in it shows only a
 *   part. Nothing is sent then, and the buffers stay usable.
 * @example
 * const bytes = new Uint8Array(64_000_000);
 * images.store(transfer(bytes, [bytes.buffer]));
 */
export function transfer<T extends object>(value: T, buffers: readonly ArrayBuffer[]): T {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    throw new ArgumentError("transfer: the value is an object that has the buffers in it, or a buffer itself.");
  const list = [...buffers];
  for (const [i, buffer] of list.entries()) checkBuffer(buffer, i, list.indexOf(buffer));
  if (!marks.of.has(value)) marks.open += 1;
  marks.of.set(value, list);
  return value;
}

function checkBuffer(buffer: unknown, at: number, first: number): void {
  const refuse = (why: string): never => {
    throw new ArgumentError(`transfer: buffers[${at}] ${why}. Nothing was sent.`);
  };
  if (types.isSharedArrayBuffer(buffer)) refuse("is shared memory, which crosses as it is: leave it out");
  if (!types.isArrayBuffer(buffer)) refuse("is no ArrayBuffer");
  if (first !== at) refuse(`is buffers[${first}] once more`);
  if (isDetached(buffer as ArrayBuffer)) refuse("is detached already"); // just tested
  if (!mayMove(buffer as ArrayBuffer))
    refuse("cannot move: it is the pool of other Buffers, or memory of WebAssembly; pass a copy of its bytes");
}

/** The buffers that were given away with this value, once. */
export function takeMarks(value: object): readonly ArrayBuffer[] | undefined {
  if (marks.open === 0) return undefined;
  const buffers = marks.of.get(value);
  if (buffers === undefined) return undefined;
  marks.of.delete(value);
  marks.open -= 1;
  return buffers;
}

/** Node 20 has no property that tells: a view cannot be made of one. */
export function isDetached(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    return new Uint8Array(buffer).length > 0;
  } catch {
    return true;
  }
}

/** Since Node 21; not in the types of Node 20, and where it is missing it cannot be imported by name. */
const { isMarkedAsUntransferable: isMarked } = process.getBuiltinModule("node:worker_threads") as {
  isMarkedAsUntransferable?: (value: unknown) => boolean;
};

/** Whether a buffer can be moved at all. Node keeps the pool of its small Buffers from that, or all of them would be gone. */
export function mayMove(buffer: ArrayBuffer): boolean {
  if (isMarked !== undefined) return !isMarked(buffer);
  const limit: unknown = Error.stackTraceLimit;
  // Half of the refusal's cost is its stack, which nobody reads.
  Error.stackTraceLimit = 0;
  try {
    // Node 20 passes over what cannot move, and refuses what is there twice only where it can: nothing moves either way.
    structuredClone(null, { transfer: [buffer, buffer] });
    return false;
  } catch {
    return true;
  } finally {
    if (typeof limit === "number") Error.stackTraceLimit = limit;
  }
}

/** Takes buffers out of their owners' hands: the same memory in new ones. All of them, or it throws and none. */
export function takeBuffers(buffers: readonly ArrayBuffer[]): ArrayBuffer[] {
  try {
    return structuredClone([...buffers], { transfer: [...buffers] });
  } catch (error) {
    throw cannotMove(error);
  }
}

export function cannotMove(cause: unknown): ArgumentError {
  const message = "transfer: a buffer cannot move, the memory of WebAssembly for example. Nothing was sent.";
  return new ArgumentError(message, { cause });
}
