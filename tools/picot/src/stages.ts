import { checkGreenModules, notYetTold } from "./check/green/index.ts";
import { reportGreenMembers } from "./check/green/members.ts";
import { checkModules } from "./check/index.ts";
import { reportMembers } from "./check/members.ts";
import { emitGreen } from "./emit/green/index.ts";
import { type EmitOptions, emitFacade } from "./emit/index.ts";
import { Lineage } from "./lineage.ts";
import type { MemberReport, OutputKind, ReactorModule } from "./model.ts";
import type { Options } from "./options.ts";
import type { Problem } from "./problem.ts";
import { type Part, type Reading, read } from "./read/index.ts";
import type { Scan } from "./read/scan.ts";
import { VERSION } from "./version.ts";

/** What is known of one module before anything is compared or written. */
export interface Prepared {
  readonly module: ReactorModule;
  readonly members: readonly MemberReport[];
  readonly problems: readonly Problem[];
  /** The text of its facade, or of its green twins; null where an error forbids one. */
  readonly facade: string | null;
}

export interface Stages {
  readonly reading: Reading;
  readonly found: readonly Problem[];
  /** Emits. */
  readonly each: () => readonly Prepared[];
}

/** What is different of the outputs: what is wrong with a source, what is printed, and what is told of its members. */
interface Maker {
  readonly check: (modules: readonly ReactorModule[], options: Options) => readonly Problem[];
  readonly emit: (module: ReactorModule, options: EmitOptions) => string;
  readonly report: (module: ReactorModule, problems: readonly Problem[]) => readonly MemberReport[];
}

const makers: Readonly<Record<OutputKind, Maker>> = {
  facade: { check: checkModules, emit: emitFacade, report: reportMembers },
  green: { check: checkGreenModules, emit: emitGreen, report: reportGreenMembers },
};

/** The stages up to a generated text, for all that the scan saw or for a part of it: read, check, emit. */
export async function prepare(options: Options, seen: Scan, part: Part | null): Promise<Stages> {
  const reading = await read(options, seen, part);
  const { modules } = reading;
  // What the part imports was read too, for the sake of what it says of classes; nothing else is asked of it.
  const isAsked = (file: string): boolean => part === null || part.only.has(file);
  const forOutput = (output: OutputKind) => {
    const own = modules.filter((module) => module.output === output);
    const judged = reading.problems.length > 0 ? [] : makers[output].check(own, options);
    return { lineage: new Lineage(own), found: judged.filter(({ place }) => isAsked(place.file)) };
  };
  const all = { facade: forOutput("facade"), green: forOutput("green") };
  const prepareOne = (module: ReactorModule): Prepared => {
    const { emit, report } = makers[module.output];
    const { lineage, found } = all[module.output];
    const problems = found.filter(({ place }) => place.file === module.file);
    const broken = problems.some(({ severity }) => severity === "error");
    const facade = broken ? null : emit(module, { version: VERSION, timeout: options.timeout, lineage });
    return { module, members: report(module, problems), problems, facade };
  };
  const found = [...all.facade.found, ...notYetTold(all.green.found, all.facade.found)];
  return { reading, found, each: () => modules.filter(({ file }) => isAsked(file)).map(prepareOne) };
}
