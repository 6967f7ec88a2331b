/**
 * Program: each way to die at each step of the protocol, with three blocked callers, and the peers beside it. Then the tests that
 * have a long form. `--rounds <n>` (default 3); `--write` makes docs/faults.md; `--deaths` leaves the tests out.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { peerDeaths, picotDeaths, rowsBy } from "./runs.ts";
import { markdown, sumsOf } from "./table.ts";
import { thorough } from "./thorough.ts";
import { WAYS } from "./ways.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, write: { type: "boolean" }, deaths: { type: "boolean" } },
});
const told = (what: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
};

const picot = await picotDeaths(WAYS, Number(values.rounds), told);
const peers = [];
for (const name of ["synckit", "make-synchronized"]) peers.push({ name, deaths: await peerDeaths(name, told) });
told("");

const sections: string[] = [];
for (const { name, deaths } of peers) sections.push(`## ${name}`, "", ...markdown(rowsBy("way", deaths)), "");

const unmet = [picot, ...peers.map(({ deaths }) => deaths)].flat().reduce((sum, each) => sum + each.unmet, 0);

const page = [
  "# Faults",
  "",
  "<!-- Written by `pnpm faults --write`. Do not edit: run it again. -->",
  "",
  "The thread that serves calls is ended in each of these ways, at each of these steps, while three callers are blocked: one in",
  "a call that never ends, two in calls that are answered. A caller hangs that has heard nothing for 8 seconds. An answer is",
  "wrong that is not the caller's own; likewise a value where the work never ended, an answer that was out and is not",
  "delivered, and an error of another kind. Times are from the death, or from the moment when somebody ended it, until the",
  "caller goes on; out of memory, from when the memory begins to fill. Who had an answer before the death is not timed. A throw",
  "and a rejection take effect once the step's turn is over, so that an answer may still come out.",
  "",
  `Runs in which the calls did not come by the step, so that nothing died, were made again: ${unmet}.`,
  "",
  `Node ${process.versions.node}, ${cpus()[0]?.model ?? "?"}, ${cpus().length} cores; each death in a process of its own, ${values.rounds} rounds.`,
  "",
  "## picot, by way",
  "",
  ...markdown(rowsBy("way", picot)),
  "",
  "## picot, by step",
  "",
  ...markdown(rowsBy("step", picot)),
  "",
  ...sections,
  "Each caller of a peer has a worker of its own, which dies while it runs, or right after it has answered and before it is",
  "called again. Nobody can end it from outside: its one owner is blocked.",
  "",
].join("\n");
console.log(page);
if (values.write === true) writeFileSync(new URL("../../../docs/faults.md", import.meta.url), page);

const { hangs, wrong } = sumsOf(picot.map(({ ended }) => ended));
const bad = picot.filter(
  ({ ended }) => ended !== "aborted" && (ended.hangs > 0 || ended.callers.some(({ right }) => !right)),
);
for (const each of bad) console.error(JSON.stringify(each));
if (hangs + wrong > 0) process.exitCode = 1;

if (values.deaths !== true && !thorough(["model", "codec", "codec-corrupt", "load"])) process.exitCode = 1;
