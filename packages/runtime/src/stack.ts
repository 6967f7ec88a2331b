/**
 * Stacks for people: the reactor's frames, one line that says where the threads meet, the caller's frames. The frames of
 * picot and of generated facades are left out, unless PICOT_FULL_STACKS is set.
 */
import { fileURLToPath } from "node:url";
import { threadId } from "node:worker_threads";
import { hide } from "./errors.ts";
import { perThread } from "./per-thread.ts";

// What is shipped lies in dist/bundle; under --enable-source-maps its frames are shown in the package's src.
const ownForms = (): readonly string[] =>
  [new URL(".", import.meta.url), new URL("../../src/", import.meta.url)].flatMap(bothForms);
/** Not known before the first stack is looked at. */
let own: readonly string[] | undefined;
const facades = perThread("facadeFrames", () => new Set<string>());

/** Leaves the frames of this generated module out of stacks. */
export function hideFrames(url: string): void {
  if (!url.startsWith("file:")) return;
  // Without the extension: source maps show the .ts beside the .js.
  for (const form of bothForms(new URL(url))) facades.add(form.replace(/[^./\\]+$/, ""));
}

function bothForms(url: URL): string[] {
  return url.protocol === "file:" ? [url.href, fileURLToPath(url)] : [url.href];
}

const full = (): boolean => (process.env["PICOT_FULL_STACKS"] ?? "") !== "";

function isHidden(frame: string): boolean {
  for (const form of (own ??= ownForms())) if (frame.includes(form)) return true;
  for (const form of facades) if (frame.includes(form)) return true;
  return false;
}

/** Splits a stack into its head (name and message, any number of lines) and its frames. */
function split(stack: string): { head: string; frames: string[] } {
  const lines = stack.split("\n");
  const first = lines.findIndex((line) => /^\s+at /.test(line));
  return first < 0
    ? { head: stack, frames: [] }
    : { head: lines.slice(0, first).join("\n"), frames: lines.slice(first) };
}

/** The frames of this thread's user code, from the caller of picot outwards, but for those that `skip` finds. */
function callerFrames(skip?: RegExp): string[] {
  const holder: { stack?: string } = {};
  const limit: unknown = Error.stackTraceLimit;
  // Room for our own frames, which are taken out again.
  if (typeof limit === "number") Error.stackTraceLimit = limit + 20;
  Error.captureStackTrace(holder, callerFrames);
  if (typeof limit === "number") Error.stackTraceLimit = limit;
  const frames = split(holder.stack ?? "").frames;
  if (full()) return frames;
  return frames
    .filter((frame) => !isHidden(frame) && skip?.test(frame) !== true)
    .slice(0, typeof limit === "number" ? limit : 10);
}

/** Where this thread's user code called picot: file, line and column. */
export function callSite(): string {
  const [frame = ""] = callerFrames();
  return /\(([^()]+)\)$/.exec(frame)?.[1] ?? frame.replace(/^\s+at (async )?/, "");
}

/** An error's stack, as it leaves its thread, without what lies below the code that picot called there. */
export function reactorStack(stack: string): string {
  if (full()) return stack;
  const { head, frames } = split(stack);
  const end = frames.findIndex(isHidden);
  // Everything below our first frame is the event loop that turned for the call.
  return [head, ...(end < 0 ? frames : frames.slice(0, end))].join("\n");
}

/** Joins the stack that an error brought from the reactor with the caller's, once. Application thread. */
export function joinStacks(error: unknown, label: string): void {
  if (!(error instanceof Error) || typeof error.stack !== "string") return;
  const where = threadId === 0 ? "the main thread" : `thread ${threadId}`;
  hide(error, "stack", [error.stack, `    --- ${label}, called from ${where} ---`, ...callerFrames()].join("\n"));
}

/**
 * The same for an error that a job of a pool threw: who in the reactor awaits it. Called in an async function that has awaited the
 * job, since from there the engine still knows its callers: a stack taken when the job was sent would be paid by every job.
 */
export function joinDeferred(error: unknown, label: string): void {
  if (!(error instanceof Error) || typeof error.stack !== "string") return;
  hide(error, "stack", [error.stack, `    --- ${label}, deferred by the reactor ---`, ...callerFrames()].join("\n"));
}

/**
 * Tells in an error's stack where a green task waited for what failed: the task's functions, from the one that waits outwards.
 * Called in the frame that waits, resumed by the task's runner, so that all of them are on the stack.
 */
export function joinGreenFrames(error: object, task: string): void {
  if (!(error instanceof Error) || typeof error.stack !== "string") return;
  const frames = callerFrames(STEP);
  // Below them is only the event loop that turned for this step.
  while (!full() && frames.at(-1)?.includes("node:") === true) frames.pop();
  hide(
    error,
    "stack",
    [reactorStack(error.stack), `    --- waited for in the green task ${task} ---`, ...frames].join("\n"),
  );
}

/** The engine's own frame between two generators of which one delegates to the other. */
const STEP = /\b(?:next|throw|return) \(<anonymous>\)$/;

/** Takes picot's own frames off an error of the hand-off, so that its stack begins at the user's line. */
export function trim<T extends Error>(error: T): T {
  if (full() || typeof error.stack !== "string") return error;
  hide(error, "stack", [split(error.stack).head, ...callerFrames()].join("\n"));
  return error;
}
