import { makeSynchronized } from "make-synchronized";
import { report } from "./report.ts";

const { work } = makeSynchronized<typeof import("./make-synchronized.worker.ts")>(
  new URL("./make-synchronized.worker.js", import.meta.url),
);
report(work(1, 2));
