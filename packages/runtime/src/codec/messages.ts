/** The payloads of the records: registrations, calls, replies. */
import { DepthError, MessageTooBigError, NonErrorThrownError, ResultError, StaleHandleError } from "../errors.ts";
import type { Settled } from "../eventual-result.ts";
import { stateOf } from "../handles.ts";
import type { Crossing } from "../plan.ts";
import { Outcome, type Registration } from "../wire.ts";
import { type Decoding, decode } from "./decode.ts";
import { encode } from "./encode.ts";
import { glimpse, lenient } from "./encode-error.ts";
import { corrupt, type Reader } from "./reader.ts";
import { type Path, pathText, refusal, refuse, takeRefusal } from "./refusal.ts";
import { Tag } from "./tags.ts";
import type { Writer } from "./writer.ts";

/** Where a call goes: all numbers. */
export interface Address {
  /** The plan that has the member, and the member's number in it. */
  readonly plan: number;
  readonly member: number;
  /** The plan of the class that it is called on: another one for an inherited static or a derived constructor. */
  readonly on: number;
  /** The handle of the object, or 0. */
  readonly target: number;
}

export function encodeRegistration(to: Writer, registration: Registration): number {
  to.begin();
  encode(registration, { to, path: ["registration"] });
  return to.finish();
}

export function decodeRegistration(from: Reader): Registration {
  const value = decode({ from, handle: corrupt }) as Partial<Registration> | null; // checked here
  if (typeof value?.url !== "string" || typeof value.name !== "string" || !Array.isArray(value.members)) corrupt();
  return value as Registration; // its members are checked one by one where they are resolved
}

export interface CallSource {
  readonly address: Address;
  readonly label: string;
  readonly params: readonly Crossing[];
  readonly args: readonly unknown[];
  readonly generation: number;
  /** All whole buffers of the arguments move. */
  readonly transfer: boolean;
}

/** Throws ArgumentError naming the path, and leaves nothing behind, when an argument cannot cross. */
export function encodeCall(to: Writer, { address, label, params, args, generation, transfer }: CallSource): number {
  to.begin();
  to.giveAll = transfer;
  to.u32(address.plan);
  to.u32(address.member);
  to.u32(address.on);
  to.f64(address.target);
  let count = args.length;
  // A trailing undefined is an argument left out: the reactor layer's own default applies either way.
  while (count > 0 && args[count - 1] === undefined) count -= 1;
  to.u32(count);
  const path: Path = [];
  try {
    for (let i = 0; i < count; i += 1) {
      path.length = 0;
      path.push(`args[${i}]`);
      const crossing = params[i];
      if (crossing?.kind === "handle") encodeHandleArgument(args[i], crossing, { to, path }, generation);
      else encode(args[i], { to, path });
    }
    return to.finish();
  } catch (error) {
    // Said of which call; an error of a getter of the user's is thrown as it is.
    if (takeRefusal(error)) error.message = `${label}: ${error.message} Nothing was sent.`;
    throw error;
  }
}

function encodeHandleArgument(
  value: unknown,
  crossing: Crossing & { kind: "handle" },
  into: { to: Writer; path: Path },
  generation: number,
): void {
  if (value === null || value === undefined) return encode(value, into);
  const state = stateOf(value);
  const facade = crossing.facade() as (abstract new (...args: never) => object) | undefined; // generated code names a facade class
  if (state === undefined || (facade !== undefined && !(value instanceof facade))) {
    refuse(
      into.path,
      `is no facade of ${facade?.name ?? "the class"}; only an object that lives in the reactor may be passed here`,
    );
  }
  if (state.generation !== generation)
    throw refusal(new StaleHandleError(`${pathText(into.path)}: its object lived in a reactor that has ended.`));
  into.to.u8(Tag.Handle);
  into.to.f64(state.handle);
  into.to.u32(0);
}

export function decodeAddress(from: Reader): Address {
  return { plan: from.u32(), member: from.u32(), on: from.u32(), target: from.f64() };
}

export function decodeArguments(from: Reader, handle: Decoding["handle"]): unknown[] {
  const count = from.count();
  const args: unknown[] = [];
  const decoding = { from, handle };
  for (let i = 0; i < count; i += 1) args.push(decode(decoding));
  return args;
}

/** A result that is an object of a marked class. */
export interface HandleResult {
  readonly handle: number;
  readonly plan: number;
}

/** `transfer`: all whole buffers of the result move. */
export function encodeReturned(to: Writer, value: unknown, label: string, transfer = false): number {
  to.begin();
  to.giveAll = transfer;
  to.u8(Outcome.Returned);
  try {
    encode(value, { to, path: ["its result"] });
    return to.finish();
  } catch (error) {
    if (!takeRefusal(error)) return encodeThrew(to, error);
    const text = `${label}: ${error.message}`;
    if (error instanceof MessageTooBigError) return encodeThrew(to, new MessageTooBigError(text));
    return encodeThrew(to, error instanceof DepthError ? new DepthError(text) : new ResultError(text));
  }
}

export function encodeReturnedHandle(to: Writer, { handle, plan }: HandleResult): number {
  to.begin();
  to.u8(Outcome.Returned);
  to.u8(Tag.Handle);
  to.f64(handle);
  to.u32(plan);
  return to.finish();
}

/** Never fails: what of the error cannot cross is told as a text. */
export function encodeThrew(to: Writer, error: unknown): number {
  to.begin();
  to.u8(Outcome.Threw);
  lenient(error, { to, path: [] });
  // An error is no value to move buffers with.
  to.given = undefined;
  try {
    return to.finish();
  } catch {
    // Larger as a whole than any of its parts: what it looks like is short.
    to.begin();
    to.u8(Outcome.Threw);
    lenient(glimpse(error), { to, path: [] });
    return to.finish();
  }
}

export function decodeReply(from: Reader, label: string, handle: Decoding["handle"]): Settled {
  const outcome = from.u8();
  const value = decode({ from, handle });
  if (outcome === Outcome.Returned) return { kind: "returned", value };
  if (outcome !== Outcome.Threw) corrupt();
  if (value instanceof Error) return { kind: "threw", error: value };
  return {
    kind: "threw",
    error: new NonErrorThrownError(`${label} threw ${show(value)}, which is no Error.`, value),
  };
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
