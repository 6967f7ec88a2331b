/** The payloads of records that ask for a function of the caller's, and of what it answers. */
import { encodeAt, encodeHandle, encodeParts, encodeReturned, encodeThrew } from "./messages.ts";
import { takeRefusal } from "./refusal.ts";
import { type Decoding, decode } from "./decode.ts";
import type { Reader } from "./reader.ts";
import { Tag } from "./tags.ts";
import type { Writer } from "./writer.ts";
import type { HandleResult, Kept } from "../parts.ts";
import type { Crossing } from "../plan.ts";
import { Outcome } from "../wire.ts";

/** What a function is asked for with. */
export interface Asked {
  /** The call that it was given with, and its place among the arguments. */
  readonly call: number;
  readonly place: number;
  readonly args: readonly unknown[];
}

/**
 * `handles`: of the arguments, those that stay in the reactor; `kept`: live objects within others. Throws ArgumentError naming
 * the path when another cannot cross.
 */
export function encodeAsk(
  to: Writer,
  { call, place, args }: Asked,
  handles: readonly (HandleResult | undefined)[],
  label: string,
  kept?: Kept,
): number {
  to.begin();
  to.kept = kept;
  to.f64(call);
  to.u32(place);
  to.u32(args.length);
  try {
    for (const [i, value] of args.entries()) {
      const handle = handles[i];
      if (handle === undefined) {
        encodeAt(`args[${i}]`, value, to);
        continue;
      }
      to.u8(Tag.Handle);
      to.f64(handle.handle);
      to.u32(handle.plan);
    }
    return to.finish();
  } catch (error) {
    if (takeRefusal(error)) error.message = `${label}: ${error.message} Nothing was sent.`;
    throw error;
  }
}

/** The arguments, once the two numbers before them are read. `handle`: what one becomes, by its place among them. */
export function decodeAsk(
  from: Reader,
  handle: (i: number, ...args: Parameters<Decoding["handle"]>) => unknown,
): unknown[] {
  const count = from.count();
  const args: unknown[] = [];
  let i = 0;
  const decoding: Decoding = { from, handle: (each, plan) => handle(i, each, plan) };
  for (; i < count; i += 1) args.push(decode(decoding));
  return args;
}

/** What a function returned; `crossing`: undefined where that is not passed on. What cannot cross is an error to whoever asked. */
export function encodeAnswer(
  to: Writer,
  value: unknown,
  crossing: Crossing | undefined,
  label: string,
  generation: number,
): number {
  if (crossing?.kind !== "handle" && crossing?.kind !== "parts")
    return encodeReturned(to, crossing === undefined ? undefined : value, label);
  to.begin();
  to.u8(Outcome.Returned);
  try {
    if (crossing.kind === "handle") encodeHandle("its result", value, crossing, to, generation);
    else encodeParts("its result", value, crossing, to, generation);
    return to.finish();
  } catch (error) {
    if (takeRefusal(error)) error.message = `${label}: ${error.message}`;
    return encodeThrew(to, error);
  }
}
