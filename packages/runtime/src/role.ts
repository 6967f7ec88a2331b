/** Which of the two roles this thread has: reactor thread or application thread. */
import { WrongThreadError } from "./errors.ts";
import { perThread } from "./per-thread.ts";

const role = perThread("role", () => ({ reactor: false }));

/** Is this thread the reactor's? Any thread. */
export function isInReactor(): boolean {
  return role.reactor;
}

export function setInReactor(yes: boolean): void {
  role.reactor = yes;
}

/** Refuses at once what would block the reactor's own event loop, and so wait for ever. Nothing is sent, nothing runs. */
export function refuseInReactor(what: string): void {
  if (!role.reactor) return;
  throw new WrongThreadError(
    `${what} was called in the reactor thread, which would then wait for itself. ` +
      "Reactor-layer code awaits the async class; facades are for application threads.",
  );
}

/** Refuses outside the reactor thread what makes sense only there. */
export function requireReactor(what: string): void {
  if (role.reactor) return;
  throw new WrongThreadError(
    `${what} is for the reactor thread: call it in reactor-layer code, or in the thread that called noSetup().`,
  );
}
