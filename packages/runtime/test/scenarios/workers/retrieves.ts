/** Worker: takes a stashed result by its id, waits for it, and posts what came of it. */
import { parentPort, workerData } from "node:worker_threads";
import { isPicotError, retrieveResult } from "@picot/runtime";

const { id, times } = workerData as { id: number; times: number }; // as eventual-results.ts starts it
try {
  const result = retrieveResult<string>(id);
  const values = Array.from({ length: times }, () => result.wait(10_000));
  parentPort?.postMessage({ values });
} catch (error) {
  parentPort?.postMessage({ code: isPicotError(error) ? error.code : "", text: String(error) });
}
