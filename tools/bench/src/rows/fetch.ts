import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { callRow } from "../call-row.ts";
import { FASTEST } from "../target.ts";

export const fetchRow = callRow<[string], string>({
  name: "fetch",
  title: "a method that awaits a fetch over the loopback",
  args: async () => [`http://127.0.0.1:${await startServer()}/`],
  isRight: (result) => result === "ok",
  async work() {
    const { Waiter } = await import("../workload/waiter.reactor.ts");
    const waiter = new Waiter();
    return (url) => waiter.fetch(url);
  },
  async facade() {
    const { Waiter } = await import("../workload/waiter.facade.ts");
    const waiter = new Waiter();
    return (url) => waiter.fetch(url);
  },
  targets: [{ kind: "ratio", to: FASTEST, atMost: 1.05 }],
  counts: { warmup: 2_000, calls: 1_000 },
});

/** In a process of its own, on the same cores, which ends with this one. Its port. */
async function startServer(): Promise<number> {
  const server = spawn(process.execPath, [fileURLToPath(new URL("../workload/server.js", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = (await once(server.stdout.setEncoding("utf8"), "data")) as [string]; // it prints one line
  server.unref();
  server.stdout.destroy();
  // The pipe closes with this process; until then it must not keep it alive.
  (server.stdin as unknown as { unref(): void }).unref(); // a socket, typed as a stream
  return Number(port);
}
