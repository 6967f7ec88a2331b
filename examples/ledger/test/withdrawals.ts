// A thread of a test: takes a cent out of the bank, as often as it is told to, and says how often there was one.
import { parentPort, workerData } from "node:worker_threads";
import { Ledger, OverdrawnError } from "../dist/app/ledger.js";
import { Database } from "../dist/facade/database.facade.js";

const { url, schema, times } = workerData as { url: string; schema: string; times: number }; // as the scenario gives it
using db = new Database(url, { schema });
const ledger = new Ledger(db);
let taken = 0;
let refused = 0;
for (let i = 0; i < times; i++) {
  try {
    ledger.post("2026-01-03", "a thread's", { bank: -1n, parts: 1n });
    taken += 1;
  } catch (error) {
    if (!(error instanceof OverdrawnError)) throw error;
    refused += 1;
  }
}
parentPort?.postMessage({ taken, refused });
