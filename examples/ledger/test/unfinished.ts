// A thread of a test: takes all that is in the bank, and computes for ever before its transaction ends.
import { parentPort, workerData } from "node:worker_threads";
import { Database } from "../dist/facade/database.facade.js";

const { url, schema } = workerData as { url: string; schema: string }; // as the scenario gives it
const db = new Database(url, { schema });
db.transaction((tx) => {
  tx.run("select from accounts where code = 'bank' for no key update");
  const taken = tx.run("update postings set cents = -cents where account = 'bank'");
  parentPort?.postMessage(taken);
  for (;;);
});
