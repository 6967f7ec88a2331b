import { checkModules } from "./check/index.ts";
import { reportMembers } from "./check/members.ts";
import { emitFacade } from "./emit/index.ts";
import { Lineage } from "./lineage.ts";
import type { MemberReport, ReactorModule } from "./model.ts";
import type { Options } from "./options.ts";
import type { Problem } from "./problem.ts";
import { read } from "./read/index.ts";
import { VERSION } from "./version.ts";

export type Reading = Awaited<ReturnType<typeof read>>;

/** What is known of one module before anything is compared or written. */
export interface Prepared {
  readonly module: ReactorModule;
  readonly members: readonly MemberReport[];
  readonly problems: readonly Problem[];
  /** The text of its facade; null where an error forbids one. */
  readonly facade: string | null;
}

/** The stages up to a facade's text: read, check, emit. */
export async function prepare(
  options: Options,
): Promise<{ readonly reading: Reading; readonly found: readonly Problem[]; readonly each: () => Prepared[] }> {
  const reading = await read(options);
  const { modules, tsExtensions } = reading;
  const found = reading.problems.length > 0 ? [] : checkModules(modules, options);
  const emitOptions = { version: VERSION, tsExtensions, timeout: options.timeout, lineage: new Lineage(modules) };
  const each = (): Prepared[] =>
    modules.map((module) => {
      const problems = found.filter(({ place }) => place.file === module.file);
      const broken = problems.some(({ severity }) => severity === "error");
      const facade = broken ? null : emitFacade(module, emitOptions);
      return { module, members: reportMembers(module, problems), problems, facade };
    });
  return { reading, found, each };
}
