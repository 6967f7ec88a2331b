import { writeSync } from "node:fs";
import { callFromThread } from "@picot/runtime/pool";
import { Logging } from "../fixtures/logging.facade.ts";
import { Probe } from "../fixtures/probe.facade.ts";

/** The main thread never turns its event loop between the calls and its own lines. */
export function linesInOrder(): void {
  const probe = new Probe();
  probe.print(["reactor 1", "reactor 2"]);
  writeSync(1, "main 3\n");
  probe.print(["reactor 4"]);
  writeSync(1, "main 5\n");
  probe.printError(["reactor 1", "reactor 2"]);
  writeSync(2, "main 3\n");
  probe.printError(["reactor 4"]);
  writeSync(2, "main 5\n");
}

/** Main is blocked all the time. */
export function lines(count: number): void {
  new Logging().lines(0, count);
}

/** Nobody reads standard error any longer. */
export function closedError(): void {
  const logging = new Logging();
  for (let i = 0; i < 3; i += 1) {
    logging.errorLine(`lost ${i}`);
    logging.lines(i, i + 1);
  }
}

/** What picot itself would log fails; the reactor goes on. */
export function brokenConsole(): void {
  const logging = new Logging();
  logging.lines(0, 1);
  logging.breakConsole();
  callFromThread(new URL("../fixtures/logging.reactor.js", import.meta.url), "nothing");
  logging.lines(1, 3);
}
