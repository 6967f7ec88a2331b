import { type MessagePort, Worker } from "node:worker_threads";
import type { Bytes, Contestant } from "../contestant.ts";
import type { Call } from "../row.ts";

/** It hands messages over, not calls: what a caller has to add to it is here and in its worker, and no more than that. */
export const syncMessagePort: Contestant = {
  name: "sync-message-port",
  role: "peer",
  package: "sync-message-port",
  async open() {
    const [port] = await start(1);
    if (port === undefined) throw new Error("unreachable: one was asked for");
    return callOver(port);
  },
  async burst() {
    const { SyncMessagePort } = await import("sync-message-port");
    const [channel] = await start(1);
    if (channel === undefined) throw new Error("unreachable: one was asked for");
    const port = new SyncMessagePort(channel);
    return (count) => {
      for (let at = 0; at < count; at++) port.postMessage([1, 2]);
      return Array.from({ length: count }, () => port.receiveMessage());
    };
  },
  async move() {
    const { SyncMessagePort } = await import("sync-message-port");
    const [channel] = await start(1);
    if (channel === undefined) throw new Error("unreachable: one was asked for");
    const port = new SyncMessagePort(channel);
    return (value) => {
      port.postMessage([value], [value.buffer]);
      return port.receiveMessage() as Bytes; // what its worker posts
    };
  },
  async share(_row, threads) {
    return (await start(threads)).map((port) => ({ data: port, transfer: [port] }));
  },
  join: (_row, data) => callOver(data as MessagePort), // what share() gave
};

/** One worker, and a port to it for each thread. */
async function start(threads: number): Promise<MessagePort[]> {
  const { SyncMessagePort } = await import("sync-message-port");
  const channels = Array.from({ length: threads }, () => SyncMessagePort.createChannel());
  const ports = channels.map(({ port2 }) => port2);
  const worker = new Worker(new URL("../workers/sync-message-port.js", import.meta.url), {
    workerData: ports,
    transferList: ports,
  });
  worker.unref();
  return channels.map(({ port1 }) => {
    port1.unref();
    return port1;
  });
}

async function callOver(channel: MessagePort): Promise<Call> {
  const { SyncMessagePort } = await import("sync-message-port");
  const port = new SyncMessagePort(channel);
  return (...args) => {
    port.postMessage(args);
    return port.receiveMessage();
  };
}
