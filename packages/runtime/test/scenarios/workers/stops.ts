/** Worker: stops the reactor, having said that it is about to. */
import { parentPort } from "node:worker_threads";
import { setup, stop } from "@picot/runtime";

setup();
parentPort?.postMessage("stops");
stop();
