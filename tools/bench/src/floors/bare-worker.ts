import type { Contestant } from "../contestant.ts";

/** A Worker that sends one message: the least that a process with a second thread takes to start. Takes part there only. */
export const bareWorker: Contestant = { name: "bare Worker", role: "floor" };
