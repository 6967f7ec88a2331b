/** Stacks of what failed while a green task waited for it. */
import { greenTask } from "../role.ts";
import { joinGreenFrames } from "../stack.ts";

/** Errors that say already where they were waited for: an error may reach many tasks. */
const told = new WeakSet<object>();

/** Adds the frames of the waiting task to an error's stack, once. Called in the frame that waits. */
export function addFrames(error: unknown): void {
  if (typeof error !== "object" || error === null || told.has(error)) return;
  told.add(error);
  joinGreenFrames(error, greenTask() ?? "(anonymous)");
}

/** Of a cancellation: it is picot's own, and says enough. */
export function leaveStackAlone(error: object): void {
  told.add(error);
}
