import { writeSync } from "node:fs";
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
