/** Worker: runs scenarios of values.ts in its own thread, and posts their results. */
import { parentPort } from "node:worker_threads";
import { backwards, large, largeReentrantGetters, pipeline } from "../values.ts";

parentPort?.postMessage({
  pipeline: pipeline(1_500),
  backwards: backwards(),
  large: large(),
  getters: largeReentrantGetters(),
});
