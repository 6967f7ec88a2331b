/** The reactor's verbs, in a thread of its pool. */
import { ThreadPool, callInThread, deferToDatabase, deferToThreadPool, installDatabasePool } from "@picot/runtime/pool";
import { outcome } from "./outcome.ts";

const jobs = new URL("../fixtures/pool-jobs.js", import.meta.url);

export async function verbs(): Promise<unknown[]> {
  const outcomes = await Promise.all([
    outcome(() => callInThread(jobs, "add", 1, 2)),
    outcome(() => deferToThreadPool(new ThreadPool(), jobs, "add", 1, 2)),
    outcome(() => deferToDatabase(jobs, "add", 1, 2)),
    outcome(() => void installDatabasePool()),
  ]);
  return outcomes.map(({ error }) => error?.code);
}
