import { MessageChannel, type MessagePort, Worker, receiveMessageOnPort } from "node:worker_threads";
import type { Bytes, Contestant } from "../contestant.ts";
import type { Call } from "../row.ts";

/** What both threads have: a port for the messages, and a cell that counts the results that are on it. */
export interface RawLine {
  readonly port: MessagePort;
  readonly cell: Int32Array;
}

/** The least that a blocking call over a port can be: no errors, no timeouts, no end, nobody who dies. */
export const rawPort: Contestant = {
  name: "raw port",
  role: "floor",
  async open() {
    return callOver(start(1)[0]);
  },
  async burst() {
    const [line] = start(1);
    if (line === undefined) throw new Error("unreachable: one was asked for");
    const { port, cell } = line;
    return (count) => {
      for (let at = 0; at < count; at++) port.postMessage([1, 2]);
      return Array.from({ length: count }, () => take(port, cell));
    };
  },
  async move() {
    const [line] = start(1);
    if (line === undefined) throw new Error("unreachable: one was asked for");
    const { port, cell } = line;
    return (value) => {
      port.postMessage([value], [value.buffer]);
      return take(port, cell) as Bytes; // what its worker posts
    };
  },
  async share(_row, threads) {
    return start(threads).map((line) => ({ data: line, transfer: [line.port] }));
  },
  async join(_row, data) {
    return callOver(data as RawLine); // what share() gave
  },
};

function start(threads: number): RawLine[] {
  const pairs = Array.from({ length: threads }, () => {
    const { port1, port2 } = new MessageChannel();
    const cell = new Int32Array(new SharedArrayBuffer(4));
    port1.unref();
    return { near: { port: port1, cell }, far: { port: port2, cell } };
  });
  const far = pairs.map((pair) => pair.far);
  const worker = new Worker(new URL("../workers/raw-port.js", import.meta.url), {
    workerData: far,
    transferList: far.map(({ port }) => port),
  });
  worker.unref();
  return pairs.map(({ near }) => near);
}

function callOver(line: RawLine | undefined): Call {
  if (line === undefined) throw new Error("unreachable: one was asked for");
  const { port, cell } = line;
  return (...args) => {
    port.postMessage(args);
    return take(port, cell);
  };
}

/** The next result, as soon as it is there. */
function take(port: MessagePort, cell: Int32Array): unknown {
  for (;;) {
    // Read before the port: a result that comes in between changes it, and the wait returns at once.
    const count = Atomics.load(cell, 0);
    const received = receiveMessageOnPort(port) as { message: unknown } | undefined; // typed as an object without it
    if (received !== undefined) return received.message;
    Atomics.wait(cell, 0, count);
  }
}
