/** Worker: takes a stashed result that is an object of the reactor, and posts what its own facade of it says. */
import { parentPort, workerData } from "node:worker_threads";
import { retrieveResult } from "@picot/runtime";
import { Shape, Square } from "../../fixtures/shapes.facade.ts";

const shape = retrieveResult<Shape>(workerData as number).wait(10_000); // the id, as objects.ts gives it
parentPort?.postMessage([shape instanceof Square, shape.name(), shape.area()]);
