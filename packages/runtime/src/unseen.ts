/** Errors of EventualResults that nobody has waited for: told on standard error, once, when the result or the thread is gone. */
import { afterCollections } from "./collections.ts";
import { logError } from "./log.ts";
import { perThread } from "./per-thread.ts";

/** What failed. Its call is held by its EventualResult only. */
export interface Unseen {
  readonly call: WeakRef<object>;
  readonly label: string;
  readonly error: Error;
}

const here = perThread("unseen", () => ({ all: new Set<Unseen>(), sweeps: false }));

/** A call with an EventualResult has failed. Keep what this returns with the call. */
export function notYetSeen(call: object, label: string, error: Error): Unseen {
  const unseen: Unseen = { call: new WeakRef(call), label, error };
  here.all.add(unseen);
  if (!here.sweeps) afterCollections(tellDropped);
  here.sweeps = true;
  return unseen;
}

/** Somebody has got the error, or will get it elsewhere. */
export function seen(unseen: Unseen): void {
  here.all.delete(unseen);
}

/** The thread ends: nobody will wait any more. */
export function tellUnseen(): void {
  for (const each of here.all) tell(each);
}

function tellDropped(): void {
  for (const each of here.all) if (each.call.deref() === undefined) tell(each);
}

function tell(unseen: Unseen): void {
  here.all.delete(unseen);
  logError(`${unseen.label} failed, and nobody waited for its result`, unseen.error);
}
