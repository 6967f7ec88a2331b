import { Command, InvalidArgumentError } from "commander";
import { GROUP } from "./source.ts";

export interface GeneratorOptions {
  readonly rounds: number;
  readonly small: number;
  readonly large: number;
  /** Milliseconds. */
  readonly limit: number;
  readonly quick: boolean;
  readonly json: boolean;
  readonly write: boolean;
}

interface Given {
  readonly rounds?: number;
  readonly classes?: number;
  readonly limit: number;
  readonly quick?: true;
  readonly json?: true;
  readonly write?: true;
}

/** The large project has so many times the classes of the small one. */
const LARGER = 3;

/** What the command line says, checked and complete. Ends the process where it makes no sense. */
export function parseGeneratorOptions(argv: readonly string[]): GeneratorOptions {
  const command = new Command("bench generator")
    .description("How long picot generate takes over synthetic projects, beside TypeScript's own compiler.")
    .option("--rounds <n>", "rounds; each runs everything once, in fresh processes (default: 5)", wholeNumber)
    .option("--classes <n>", `classes of the small project, in tens; the large has ${LARGER} times as many`, tens)
    .option("--limit <seconds>", "until a process is taken to hang, and is killed", wholeNumber, 120)
    .option("--quick", "one round over few classes: whether it works, not how fast it is")
    .option("--json", "print one JSON object instead of text")
    .option("--write", "also write docs/generator-benchmarks.md")
    .parse([...argv], { from: "user" });
  const given = command.opts<Given>();
  const quick = given.quick === true;
  const small = given.classes ?? (quick ? 2 * GROUP : 1_000);
  return Object.freeze({
    rounds: given.rounds ?? (quick ? 1 : 5),
    small,
    large: LARGER * small,
    limit: given.limit * 1_000,
    quick,
    json: given.json === true,
    write: given.write === true,
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number, at least 1.");
  return value;
}

function tens(text: string): number {
  const value = wholeNumber(text);
  if (value % GROUP !== 0) throw new InvalidArgumentError(`It must be a multiple of ${GROUP}.`);
  return value;
}
