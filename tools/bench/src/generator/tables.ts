import type { Line, Table } from "../report.ts";
import { median, pairedRatios, spread } from "../statistics.ts";
import { type Rounds as Values, judge } from "../target.ts";
import { type Classes, type GeneratorRow, type Program, smaller } from "./rows.ts";
import type { Rounds } from "./run.ts";

/** One table of the run, as those of the hand-off are. */
export interface GeneratorTable extends Table {
  /** What else is to be said: the same by CPU time, and where the time of a missed target goes. */
  readonly why: readonly string[];
}

export function generatorTable(row: GeneratorRow, rounds: Rounds, classes: Classes): GeneratorTable {
  const { unit, take, subject, beside } = row;
  const valuesOf = (program: Program): Values =>
    (rounds.get(program) ?? []).map((taken) => ("failed" in taken ? undefined : take(taken)));
  const own = valuesOf(subject);
  const others = [...beside.map((program) => ({ name: program.name, program })), ...smallOf(row, rounds, classes)];
  const byName = (name: string): Values => {
    const other = others.find((each) => each.name === name);
    return other === undefined ? [] : valuesOf(other.program);
  };
  const results = { own, peers: [], byName, isFloor: () => false, better: "less", unit } as const;
  const verdicts = row.targets(classes).map((target) => judge(target, results));
  const lineOf = (name: string, program: Program): Line => {
    const values = valuesOf(program);
    const value = spread(values.flatMap((one) => one ?? []));
    const ratio = program === subject ? undefined : spread(pairedRatios(own, values));
    return {
      name,
      role: program === subject ? "subject" : program.role === "subject" ? "reference" : program.role,
      ...(value && { value }),
      ...(ratio && { ratio }),
      rounds: values.map((one) => one ?? null),
      failures: (rounds.get(program) ?? []).flatMap((taken) => ("failed" in taken ? taken.failed : [])),
    };
  };
  return {
    row: row.name,
    title: row.title(classes),
    unit,
    statistic: unit === "s" ? "time" : "peak",
    better: "less",
    regime: "free",
    placement: "a fresh process each",
    lines: [lineOf(subject.name, subject), ...others.map(({ name, program }) => lineOf(name, program))],
    verdicts,
    why: [
      ...(unit === "s" ? [cpuText([{ name: subject.name, program: subject }, ...others], rounds)] : []),
      ...(verdicts.some(({ met }) => met === false) ? reasons(row, rounds) : []),
    ],
  };
}

/** The same cold run over the small project, for the rows of the large one. */
function smallOf({ subject }: GeneratorRow, rounds: Rounds, { small }: Classes): { name: string; program: Program }[] {
  if (subject.project === "small") return [];
  const program = [...rounds.keys()].find(
    (each) => each.role === "subject" && each.project === "small" && each.before === subject.before,
  );
  return program === undefined ? [] : [{ name: smaller(small), program }];
}

/** On a machine that others use too, the time of a process tells of them, and its CPU time of itself. */
function cpuText(lines: readonly { readonly name: string; readonly program: Program }[], rounds: Rounds): string {
  const texts = lines.map(({ name, program }) => {
    const taken = (rounds.get(program) ?? []).flatMap((each) => ("failed" in each ? [] : each.cpu));
    return taken.length === 0 ? `${name} -` : `${name} ${median(taken).toFixed(2)} s`;
  });
  return `CPU time: ${texts.join(", ")}`;
}

/** What a run cannot do without: the floors, of which the later ones have the earlier in them. */
function reasons({ unit, subject, take, beside }: GeneratorRow, rounds: Rounds): readonly string[] {
  if (unit !== "s") return [];
  const medianOf = (program: Program): number =>
    median((rounds.get(program) ?? []).flatMap((taken) => ("failed" in taken ? [] : take(taken))));
  const floors = beside
    .filter(({ role }) => role === "floor")
    .map((program) => ({ program, value: medianOf(program) }));
  const deepest = floors.at(-1);
  if (deepest === undefined) return [];
  const spent = floors.map(({ program, value }) => `${program.name} takes ${value.toFixed(2)} s`).join(", ");
  const rest = medianOf(subject) - deepest.value;
  return [`of it: ${spent}, the work itself ${rest.toFixed(2)} s`];
}
