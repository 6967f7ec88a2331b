/** What a method in the reactor may know of the call that it serves. */
import { AsyncLocalStorage } from "node:async_hooks";
import { perThread } from "./per-thread.ts";

/** The call that reactor-layer code is serving. */
export interface CurrentCall {
  /** `ExchangeRate.latestValue`, or "" outside any call. */
  readonly method: string;
  /** Fires when the call is cancelled, its caller's time is up, or the reactor stops. Never fires outside any call. */
  readonly signal: AbortSignal;
}

interface Slot {
  storage: AsyncLocalStorage<CurrentCall> | undefined;
}

const slot = perThread<Slot>("context", () => ({ storage: undefined }));

/**
 * Makes contexts follow each call. Called where currentCall() is loaded: tracking costs 0.3 us a call, and a reactor whose
 * layer never asks for its call does not pay.
 */
export function trackContexts(): void {
  slot.storage ??= new AsyncLocalStorage();
}

/** Runs reactor-layer code as part of a call. Reactor thread. */
export function runInContext<C extends CurrentCall, T>(call: C, run: (call: C) => T): T {
  return slot.storage === undefined ? run(call) : slot.storage.run(call, run, call);
}

const outside: CurrentCall = { method: "", signal: new AbortController().signal };

export function contextOrOutside(): CurrentCall {
  return slot.storage?.getStore() ?? outside;
}
