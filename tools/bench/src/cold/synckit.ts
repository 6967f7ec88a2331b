import { fileURLToPath } from "node:url";
import { createSyncFn } from "synckit";
import { report } from "./report.ts";

const add = createSyncFn<(a: number, b: number) => Promise<number>>(
  fileURLToPath(new URL("./synckit.worker.js", import.meta.url)),
);
report(add(1, 2));
