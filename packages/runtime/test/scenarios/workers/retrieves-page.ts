/** Worker: takes a stashed result that has objects of the reactor in it, and posts what its own facades of them say. */
import { parentPort, workerData } from "node:worker_threads";
import { retrieveResult } from "@picot/runtime";
import { Admin, type Page, type User } from "../../fixtures/live.facade.ts";

const { items, next } = retrieveResult<Page<User>>(workerData as number).wait(10_000); // the id, as live.ts gives it
parentPort?.postMessage([...items.map((each) => [each.name(), each instanceof Admin]), next]);
