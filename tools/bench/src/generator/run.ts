import type { Failure } from "../sample.ts";
import type { SyntheticProject } from "./project.ts";
import type { Program } from "./rows.ts";
import { type Taken, take } from "./take.ts";

/** What each program took, by round. */
export type Rounds = ReadonlyMap<Program, readonly (Taken | Failure)[]>;

export interface GeneratorRun {
  readonly rounds: number;
  readonly programs: readonly Program[];
  readonly projects: Readonly<Record<Program["project"], SyntheticProject>>;
  /** Milliseconds until a process is taken to hang, and is killed. */
  readonly limit: number;
}

/** One process after the other, every program once a round: a minute in which the machine was busy is one of all of them. */
export async function runRounds(
  { rounds, programs, projects, limit }: GeneratorRun,
  progress: (text: string) => void,
): Promise<Rounds> {
  const all = new Map(programs.map((program) => [program, [] as (Taken | Failure)[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [program, taken] of all) {
      const project = projects[program.project];
      progress(`round ${round + 1} of ${rounds}: ${program.name}, ${project.classes} classes`);
      program.before?.(project);
      taken.push(await take(program.args, project.folder, limit));
    }
  }
  return all;
}
