/** A job of a user's own piscina. */
import { threadId } from "node:worker_threads";
import { Probe } from "../../fixtures/probe.facade.ts";

export default function job(): { own: number; reactor: number } {
  return { own: threadId, reactor: new Probe().thread() };
}
