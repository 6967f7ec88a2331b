/** Worker entry: passes on what the reactor posts, for a thread that can read only a port. See relay.ts. */
import { BroadcastChannel, workerData } from "node:worker_threads";
import type { RelayEntry } from "./relay.ts";

const { name, port } = workerData as RelayEntry; // given by relay.ts
const channel = new BroadcastChannel(name);
channel.onmessage = (event: unknown) => port.postMessage((event as { data: unknown }).data); // typed unknown in Node's types
// The thread has closed its end.
port.on("close", () => channel.close());
// Deno tells only those ports of a close that have begun to receive.
port.start();
port.postMessage([]);
