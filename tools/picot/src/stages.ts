import { checkModules } from "./check/index.ts";
import { reportMembers } from "./check/members.ts";
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
  /** The text of its facade; null where an error forbids one. */
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

/** The stages up to a facade's text, for all that the scan saw or for a part of it: read, check, emit. */
export async function prepare(options: Options, seen: Scan, part: Part | null): Promise<Stages> {
  const reading = await read(options, seen, part);
  const { modules } = reading;
  // What the part imports was read too, for the sake of what it says of classes; nothing else is asked of it.
  const isAsked = (file: string): boolean => part === null || part.only.has(file);
  const packages = new Packages(options.folder);
  const judged = reading.problems.length > 0 ? [] : checkModules(modules, options, packages);
  const found = judged.filter(({ place }) => isAsked(place.file));
  const emitOptions = { version: VERSION, timeout: options.timeout, lineage: new Lineage(modules), packages };
  const prepareOne = (module: ReactorModule): Prepared => {
    const problems = found.filter(({ place }) => place.file === module.file);
    const broken = problems.some(({ severity }) => severity === "error");
    const facade = broken ? null : emitFor(module, emitOptions);
    return { module, members: reportMembers(module, problems), problems, facade };
  };
  return { reading, found, each: () => modules.filter(({ file }) => isAsked(file)).map(prepareOne) };
}
