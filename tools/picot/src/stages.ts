import { checkGreenModules, notYetTold } from "./check/green/index.ts";
import { reportGreenMembers } from "./check/green/members.ts";
import { checkModules } from "./check/index.ts";
import { reportMembers } from "./check/members.ts";
import { emitGreen } from "./emit/green/index.ts";
import { type EmitOptions, emitFacade, emitTwin } from "./emit/index.ts";
import { Lineage } from "./lineage.ts";
import type { MemberReport, ReactorModule } from "./model.ts";
import type { Options } from "./options.ts";
import { Packages } from "./packages.ts";
import type { Problem } from "./problem.ts";
import { type Part, type Reading, read } from "./read/index.ts";
import type { Scan } from "./read/scan.ts";
import { VERSION } from "./version.ts";

/** What is known of one module before anything is compared or written. */
export interface Prepared {
  readonly module: ReactorModule;
  readonly members: readonly MemberReport[];
  readonly problems: readonly Problem[];
  /** The text of its facade, or of its twins; null where an error forbids one. */
  readonly facade: string | null;
}

export interface Stages {
  readonly reading: Reading;
  readonly found: readonly Problem[];
  /** Emits. */
  readonly each: () => readonly Prepared[];
}

function emitFor(module: ReactorModule, options: EmitOptions): string {
  return module.layer === "blocking" ? emitTwin(module, options) : emitFacade(module, options);
}

/** What is wrong with sources, what is printed of them, and what is told of their members. */
interface Maker {
  readonly check: (modules: readonly ReactorModule[], options: Options, packages: Packages) => readonly Problem[];
  readonly emit: (module: ReactorModule, options: EmitOptions) => string;
  readonly report: (module: ReactorModule, problems: readonly Problem[]) => readonly MemberReport[];
}

/** What crosses threads, either way. */
const crossing: Maker = { check: checkModules, emit: emitFor, report: reportMembers };
const green: Maker = { check: checkGreenModules, emit: emitGreen, report: reportGreenMembers };

/** The stages up to a generated text, for all that the scan saw or for a part of it: read, check, emit. */
export async function prepare(options: Options, seen: Scan, part: Part | null): Promise<Stages> {
  const reading = await read(options, seen, part);
  const { modules } = reading;
  // What the part imports was read too, for the sake of what it says of classes; nothing else is asked of it.
  const isAsked = (file: string): boolean => part === null || part.only.has(file);
  const packages = new Packages(options.folder);
  // A source may have a model of each: what is wrong with the one does not keep the other from being written.
  const prepared = (maker: Maker, own: readonly ReactorModule[]) => {
    const judged = reading.problems.length > 0 ? [] : maker.check(own, options, packages);
    const found = judged.filter(({ place }) => isAsked(place.file));
    return { maker, found, lineage: new Lineage(own) };
  };
  const isGreen = ({ layer }: ReactorModule): boolean => layer === "green";
  const plain = prepared(
    crossing,
    modules.filter((module) => !isGreen(module)),
  );
  const inGreen = prepared(green, modules.filter(isGreen));
  const prepareOne = (module: ReactorModule): Prepared => {
    const { maker, lineage, ...of } = isGreen(module) ? inGreen : plain;
    const problems = of.found.filter(({ place }) => place.file === module.file);
    const broken = problems.some(({ severity }) => severity === "error");
    const emitOptions = { version: VERSION, timeout: options.timeout, lineage, packages };
    const facade = broken ? null : maker.emit(module, emitOptions);
    return { module, members: maker.report(module, problems), problems, facade };
  };
  const found = [...plain.found, ...notYetTold(inGreen.found, plain.found)];
  return { reading, found, each: () => modules.filter(({ file }) => isAsked(file)).map(prepareOne) };
}
