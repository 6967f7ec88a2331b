/** Names for what other threads find by name: channels, sockets, files. */
import { threadId } from "node:worker_threads";
import { perThread } from "./per-thread.ts";

const names = perThread("names", () => ({ given: 0 }));

/**
 * A name that no other thread of this process gives, nor one that had its number before. No secret: node:crypto, which makes
 * those, costs each thread's start 3 ms.
 */
export function uniqueName(): string {
  names.given += 1;
  const moment = process.hrtime.bigint().toString(36);
  return `${threadId}.${names.given}.${moment}${Math.random().toString(36).slice(2)}`;
}
