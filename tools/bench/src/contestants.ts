import type { Contestant } from "./contestant.ts";
import { futex, spin } from "./floors/ping-pong.ts";
import { rawPort } from "./floors/raw-port.ts";
import { bareWorker } from "./floors/bare-worker.ts";
import { makeSynchronized } from "./peers/make-synchronized.ts";
import { makeSynchronous } from "./peers/make-synchronous.ts";
import { picot } from "./peers/picot.ts";
import { piscina } from "./peers/piscina.ts";
import { syncMessagePort } from "./peers/sync-message-port.ts";
import { synckit } from "./peers/synckit.ts";
import { asyncAwait } from "./rows/green.ts";
import { oneThread } from "./rows/prefetch.ts";
import { parts } from "./rows/size.ts";

/** The one that the others are compared with. */
export const subject = picot;

/** All that take part, in the order of the tables. */
export const contestants: readonly Contestant[] = [
  subject,
  synckit,
  makeSynchronized,
  makeSynchronous,
  syncMessagePort,
  piscina,
  rawPort,
  bareWorker,
  futex,
  spin,
  asyncAwait,
  oneThread,
  ...parts,
];

export function findContestant(name: string): Contestant {
  const found = contestants.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`nobody is called ${name}; there are ${contestants.map((one) => one.name).join(", ")}`);
  return found;
}
