/** The payloads of the records: registrations, calls, replies. */
import { DepthError, MessageTooBigError, NonErrorThrownError, ResultError, StaleHandleError } from "../errors.ts";
import type { ContextValues } from "../context-value.ts";
import type { Settled } from "../eventual-result.ts";
import { staleReason, stateOf } from "../handles.ts";
import type { Outgoing } from "../outgoing.ts";
import type { CallbackCrossing, FacadeClass, HandleCrossing, PartsCrossing } from "../plan.ts";
import { type HandleResult, type Kept, bare, unwrite, visitLive } from "../parts.ts";
import { LISTENS, Outcome, type Part, type Registration } from "../wire.ts";
import { encodeValues } from "./context-values.ts";
import { type Decoding, decode } from "./decode.ts";
import { encode } from "./encode.ts";
import { glimpse, lenient } from "./encode-error.ts";
import { corrupt, type Reader } from "./reader.ts";
import { type Path, pathText, refusal, refuse, takeRefusal } from "./refusal.ts";
import { Tag } from "./tags.ts";
import type { Writer } from "./writer.ts";

export function encodeRegistration(to: Writer, registration: Registration): number {
  to.begin();
  encodeAt("registration", registration, to);
  return to.finish();
}

export function encodeText(to: Writer, text: string): number {
  to.begin();
  encode(text, to);
  return to.finish();
}

export function decodeText(from: Reader): string {
  const text = decode({ from, handle: corrupt });
  return typeof text === "string" ? text : corrupt();
}

export function decodeRegistration(from: Reader): Registration {
  const value = decode({ from, handle: corrupt }) as Partial<Registration> | null; // checked here
  if (typeof value?.url !== "string" || typeof value.name !== "string" || !Array.isArray(value.members)) corrupt();
  return value as Registration; // its members are checked one by one where they are resolved
}

/** Roots of the paths of arguments; those of more are made as they come. */
const ARGS = Array.from({ length: 8 }, (_, i) => `args[${i}]`);

/**
 * `plan`: the number of the plan that has the member; `on`: that of the class that it is called on, which is another one for an
 * inherited static or a derived constructor; `limit`: milliseconds for which functions among the arguments may be waited for. Throws ArgumentError naming the path, and leaves nothing behind, when an argument
 * cannot cross.
 */
export function encodeCall(
  to: Writer,
  plan: number,
  on: number,
  call: Outgoing,
  generation: number,
  limit: number,
  values?: ContextValues,
): number {
  const { params, args } = call;
  to.begin();
  to.giveAll = call.transfer;
  let count = args.length;
  // A trailing undefined is an argument left out: the reactor layer's own default applies either way.
  while (count > 0 && args[count - 1] === undefined) count -= 1;
  to.address(plan, call.member, on, call.target, count);
  try {
    for (let i = 0; i < count; i += 1) {
      const root = ARGS[i] ?? `args[${i}]`;
      const crossing = params[i];
      if (crossing === undefined || crossing.kind === "copy") encodeAt(root, args[i], to);
      else if (crossing.kind === "handle") encodeHandle(root, args[i], crossing, to, generation);
      else if (crossing.kind === "parts") encodeParts(root, args[i], crossing, to, generation);
      else if (crossing.kind === "callback") encodeFunction(root, i, args[i], crossing, to, limit);
      else refuse([root], "is an iterator, which crosses as a result only");
    }
    if (values !== undefined) encodeValues(to, values);
    return to.finish();
  } catch (error) {
    // Said of which call; an error of a getter of the user's is thrown as it is.
    if (takeRefusal(error)) error.message = `${call.label}: ${error.message} Nothing was sent.`;
    throw error;
  }
}

/** Encodes a value that a refusal names so. */
export function encodeAt(root: string, value: unknown, to: Writer): void {
  to.path.push(root);
  encode(value, to);
  to.path.pop();
}

/** A facade, as the object that it stands for. */
export function encodeHandle(
  root: string,
  value: unknown,
  crossing: HandleCrossing,
  to: Writer,
  generation: number,
): void {
  if (value === null || value === undefined) return encode(value, to);
  const handle = handleOf(value, crossing, [root], generation) ?? refuseCopy(crossing, [root]);
  to.u8(Tag.Handle);
  to.f64(handle);
  to.u32(0);
}

/** A value that is copied, with facades in it. */
export function encodeParts(root: string, value: unknown, part: PartsCrossing, to: Writer, generation: number): void {
  const kept: Kept = (to.kept ??= new Map());
  visitLive(value, part, [root], (each, its, sure, path) => {
    const handle = handleOf(each, its, path, generation);
    if (handle !== undefined) kept.set(each as object, { handle, plan: 0, written: false }); // a facade
    else if (sure) refuseCopy(its, path);
  });
  encodeAt(root, value, to);
}

type HandlePart = Extract<Part, { readonly kind: "handle" }>;

/** Undefined for what is no facade of the class. */
function handleOf(value: unknown, { facade }: HandlePart, path: Path, generation: number): number | undefined {
  const state = stateOf(value);
  const of = facade?.() as FacadeClass | undefined; // generated code names a facade class
  if (state === undefined || (of !== undefined && !(value instanceof of))) return undefined;
  if (state.generation === generation) return state.handle;
  throw refusal(new StaleHandleError(`${pathText(path)}: ${staleReason(state)}.`));
}

function refuseCopy({ facade }: HandlePart, path: Path): never {
  const of = facade?.() as FacadeClass | undefined; // as above
  return refuse(
    path,
    `is no facade of ${of?.name ?? "the class"}; only an object that lives in the reactor may be passed here`,
  );
}

/** A function stays where it is: what crosses is its place among the arguments, and which of its own are to stay in the reactor. */
function encodeFunction(
  root: string,
  place: number,
  value: unknown,
  { params, listens }: CallbackCrossing,
  to: Writer,
  limit: number,
): void {
  if (value === null || value === undefined) return encode(value, to);
  if (typeof value !== "function") refuse([root], "is no function");
  if (params.some(({ kind }) => kind === "parts")) {
    to.u8(Tag.FunctionOfParts);
    encode(
      params.map((each) => (each.kind === "parts" ? bare(each) : { kind: "copy" })),
      to,
    );
  } else {
    to.u8(Tag.Function);
  }
  to.u32(place);
  to.u32(params.reduce((bits, { kind }, i) => (kind === "handle" && i < 32 ? bits | (1 << i) : bits), 0) >>> 0);
  to.f64(listens === true ? LISTENS : limit);
}

export function decodeArguments(
  from: Reader,
  handle: Decoding["handle"],
  given?: NonNullable<Decoding["function"]>,
): unknown[] {
  const count = from.count();
  const args: unknown[] = [];
  const decoding: Decoding = given === undefined ? { from, handle } : { from, handle, function: given };
  for (let i = 0; i < count; i += 1) args.push(decode(decoding));
  return args;
}

/** `transfer`: all whole buffers of the result move. `kept`: live objects in it. */
export function encodeReturned(to: Writer, value: unknown, label: string, transfer = false, kept?: Kept): number {
  to.begin();
  to.giveAll = transfer;
  to.kept = kept;
  to.u8(Outcome.Returned);
  try {
    encodeAt("its result", value, to);
    return to.finish();
  } catch (error) {
    if (kept !== undefined) unwrite(kept);
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
  lenient(error, to);
  // An error is no value to move buffers with.
  to.given = undefined;
  try {
    return to.finish();
  } catch {
    // Larger as a whole than any of its parts: what it looks like is short.
    to.begin();
    to.u8(Outcome.Threw);
    lenient(glimpse(error), to);
    return to.finish();
  }
}

/** Of a reply, and of an answer. */
export function decodeReply(
  from: Reader,
  label: string,
  handle: Decoding["handle"],
  own?: NonNullable<Decoding["own"]>,
): Settled {
  const outcome = from.u8();
  const value = decode(own === undefined ? { from, handle } : { from, handle, own });
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
