import { type MessagePort, workerData } from "node:worker_threads";
import { SyncMessagePort } from "sync-message-port";
import { Adder } from "../workload/adder.reactor.ts";

const adder = new Adder();
const port = new SyncMessagePort(workerData as MessagePort); // what sync-message-port.ts passes; it is typed any
port.on("message", async ([a, b]: [number, number]) => port.postMessage(await adder.add(a, b)));
