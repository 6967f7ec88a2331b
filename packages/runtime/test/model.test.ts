/** All interleavings of the hand-off's own sources, and what happens to them when a rule of the protocol is broken. */
import { expect, test } from "vitest";
import { explore } from "./model/explore.ts";
import { Machine } from "./model/machine.ts";
import { mutants } from "./model/mutants.ts";
import { scenarios } from "./model/scenarios.ts";
import { THOROUGH } from "./thorough.ts";

/** Runs of a scenario in the short form; all of them are a hundred to a hundred thousand. */
const SHORT = 250;
/** Runs until a mutant must have been shown, from either end. */
const SHOWN = 1_000;

test.each([...scenarios])(
  "in every order of steps: %s",
  { timeout: 3_600_000 },
  (_, { edits, run, most = Infinity }) => {
    const machine = new Machine(edits);
    const { violation, complete, trace } = explore(() => run(machine), THOROUGH ? most : SHORT);
    expect(violation, trace.join("\n")).toBeUndefined();
    if (THOROUGH && most === Infinity) expect(complete).toBe(true);
  },
);

test.each(Object.entries(mutants))("the model shows what goes wrong where %s", (_, { edits, shownBy }) => {
  const scenario = scenarios.get(shownBy)!; // the mutants name scenarios that there are
  const machine = new Machine([...(scenario.edits ?? []), ...edits]);
  // Each is shown soon by one of the two first orders.
  const shown = [false, true].some(
    (turns) => explore(() => scenario.run(machine), SHOWN, turns).violation !== undefined,
  );
  expect(shown).toBe(true);
});
