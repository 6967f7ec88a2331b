/** Worker: one caller. The first of them is in a call that never ends. */
import { parentPort, workerData } from "node:worker_threads";
import { FOREVER, runInReactor, waitFor } from "@picot/runtime";
import { awaitGo } from "../callers.ts";
import { outcomeOf } from "../outcome.ts";

type Victim = typeof import("./victim.ts");

const { caller, memory } = workerData as { caller: number; memory: SharedArrayBuffer }; // given by callers.ts
const victim = new URL("./victim.js", import.meta.url);
const answer = waitFor<Victim["answer"]>(victim, "answer", FOREVER);
const hang = runInReactor<Victim["hang"]>(victim, "hang");

// It is connected, and the module is loaded: both would be steps of their own.
answer(caller);
const never = caller === 0 ? hang() : undefined;
answer(caller);
awaitGo(memory);
parentPort!.postMessage(outcomeOf(caller, () => (never === undefined ? answer(caller) : never.wait(FOREVER)))); // a worker
