/** A claim of the process that stands for nobody. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../../dist/reactor/folder.js";
import { Probe } from "../fixtures/probe.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** As a thread leaves it that is terminated between making its claim and writing it. */
export function callUnderEmptyClaim(): Outcome<number> {
  const folder = privateFolder();
  if (folder === null) throw new Error("no folder for claims");
  writeFileSync(join(folder, `${process.pid}.claim`), "");
  return outcomeOf(() => new Probe().thread());
}
