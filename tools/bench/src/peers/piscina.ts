import type { Bytes, Contestant } from "../contestant.ts";

/** It does not block: an await between two calls, which an application that must block cannot have. */
export const piscina: Contestant = {
  name: "piscina (async)",
  role: "reference",
  package: "piscina",
  asynchronous: true,
  async open() {
    const pool = await start(1);
    return (...args) => pool.run(args);
  },
  async move() {
    const pool = await start(1);
    return (value) => pool.run([value], { transferList: [value.buffer] }) as Promise<Bytes>; // what its worker returns
  },
  async burst() {
    const pool = await start(1_000);
    return (count) => Promise.all(Array.from({ length: count }, () => pool.run([1, 2])));
  },
};

async function start(concurrentTasksPerWorker: number) {
  const { Piscina } = await import("piscina");
  const filename = new URL("../workers/piscina.js", import.meta.url).href;
  return new Piscina<readonly unknown[], unknown>({ filename, minThreads: 1, maxThreads: 1, concurrentTasksPerWorker });
}
