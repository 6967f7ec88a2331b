/**
 * The lane of a thread that was given no port: a BroadcastChannel. Bun and Deno cannot read one without turning the event loop,
 * as Node can. There the thread posts to it all the same, so that no bell is lost with a thread that ends; but what the reactor
 * posts goes on a second channel, from which a worker of the thread's own passes it on to a port, and ports can be read.
 */
import { BroadcastChannel, MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { Lane, canReadChannels } from "../lane.ts";

/** workerData of the relay. */
export interface RelayEntry {
  /** Of the channel that it hears. */
  readonly name: string;
  readonly port: MessagePort;
}

const backOf = (name: string): string => `${name}:back`;

/** Application thread: its end of the lane of this name. What the reactor posts from now on arrives. */
export function openLane(name: string): Lane {
  const channel = new BroadcastChannel(name);
  if (canReadChannels()) return new Lane(channel);
  const { port1, port2 } = new MessageChannel();
  const entry: RelayEntry = { name: backOf(name), port: port2 };
  const worker = new Worker(new URL("./relay-worker.js", import.meta.url), {
    workerData: entry,
    transferList: [port2],
  });
  worker.unref();
  const lane = new Lane(channel, port1);
  // The relay's own first message: it listens.
  lane.take();
  return lane;
}

/** Reactor thread: the other end. */
export function answerLane(name: string): Lane {
  const channel = new BroadcastChannel(name);
  return canReadChannels() ? new Lane(channel) : new Lane(new BroadcastChannel(backOf(name)), channel);
}
