/** What the peers' workers do: die while they run, or right after they have answered. */
import { type Way, die, shared } from "../ways.ts";

export type PeerStep = "while it runs" | "about to sleep";

/** `way`: undefined, only answers. */
export async function work(caller: number, way?: Way, step?: PeerStep, memory?: SharedArrayBuffer): Promise<string> {
  if (way !== undefined && memory !== undefined) {
    if (step === "while it runs") die(way, shared(memory), caller);
    else setImmediate(() => die(way, shared(memory), caller));
  }
  return `answer to ${caller}`;
}
