/** Context values in a message: names and values, after all else. */
import type { ContextValues } from "../context-value.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";
import { corrupt, type Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** Throws ArgumentError naming the value that cannot cross. */
export function encodeValues(to: Writer, values: ContextValues): void {
  // Whoever gives his arguments away keeps these.
  to.giveAll = false;
  to.u32(values.size);
  for (const [name, value] of values) {
    to.path.push(`the context value ${JSON.stringify(name)}`);
    encode(name, to);
    encode(value, to);
    to.path.pop();
  }
}

export function decodeValues(from: Reader): ContextValues {
  const values = new Map<string, unknown>();
  for (let count = from.count(); count > 0; count -= 1) {
    const name = decode({ from, handle: corrupt });
    if (typeof name !== "string") corrupt();
    values.set(name, decode({ from, handle: corrupt }));
  }
  return values;
}
