import { Worker } from "node:worker_threads";
import type { Peer } from "../peer.ts";

/** It hands messages over, not calls: what a caller has to add to it is here and in its worker, and no more than that. */
export const syncMessagePort: Peer = {
  name: "sync-message-port",
  package: "sync-message-port",
  async open() {
    const { SyncMessagePort } = await import("sync-message-port");
    const channel = SyncMessagePort.createChannel();
    const port = new SyncMessagePort(channel.port1);
    const worker = new Worker(new URL("../workers/sync-message-port.js", import.meta.url), {
      workerData: channel.port2,
      transferList: [channel.port2],
    });
    worker.unref();
    channel.port1.unref();
    return (...args) => {
      port.postMessage(args);
      return port.receiveMessage();
    };
  },
};
