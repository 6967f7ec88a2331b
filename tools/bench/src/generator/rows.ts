import { fileURLToPath } from "node:url";
import type { Role } from "../contestant.ts";
import type { Target } from "../target.ts";
import { type SyntheticProject, packageFolder } from "./project.ts";
import type { Taken } from "./take.ts";

/** One program that is timed: a fresh process in the folder of a synthetic project. */
export interface Program {
  readonly name: string;
  readonly role: Role;
  /** In which of the two projects. */
  readonly project: "small" | "large";
  readonly args: readonly string[];
  /** What is done to the project before, which does not count. */
  readonly before?: (project: SyntheticProject) => void;
}

/** One table: some of the programs, and what is taken of each. */
export interface GeneratorRow {
  readonly name: string;
  readonly title: (classes: Classes) => string;
  readonly unit: "s" | "MB";
  readonly take: (taken: Taken) => number;
  readonly subject: Program;
  readonly beside: readonly Program[];
  readonly targets: (classes: Classes) => readonly Target[];
}

/** How many classes the projects have. */
export interface Classes {
  readonly small: number;
  readonly large: number;
}

const picot = fileURLToPath(new URL("bin/picot.js", `file://${packageFolder("picot")}/`));
const tsc6 = fileURLToPath(new URL("bin/tsc6", `file://${packageFolder("@typescript/typescript6")}/`));
const tsMorph = `file://${packageFolder("picot")}/dist/read/modules.js`;

const forget = (project: SyntheticProject): void => project.forget();
const edit = (project: SyntheticProject): void => project.edit();
const generate = { role: "subject", project: "small", args: [picot, "generate"] } as const;

const cold: Program = { ...generate, name: "picot generate", before: forget };
const unchanged: Program = { ...generate, name: "picot generate" };
const changed: Program = { ...generate, name: "picot generate", before: edit };
const large: Program = { ...generate, name: "picot generate", project: "large", before: forget };
const noEmit = { role: "reference", project: "small" } as const;
/** What stands in a checkout: the sources, and the facades that were made of them. */
const compiler: Program = { ...noEmit, name: "tsc6 --noEmit", args: [tsc6, "--noEmit", "--pretty", "false"] };
const ofSources: Program = {
  ...noEmit,
  name: "tsc6 --noEmit, no facades",
  args: [tsc6, "--noEmit", "--pretty", "false", "-p", "tsconfig.sources.json"],
};
const node: Program = { name: "bare Node", role: "floor", project: "small", args: ["--eval", ""] };
const load: Program = {
  name: "loading the compiler",
  role: "floor",
  project: "small",
  args: ["--input-type=module", "--eval", `await import(${JSON.stringify(tsMorph)});`],
};

/** In the order in which a round has them: what is cold leaves the project as the others need it. */
export const programs: readonly Program[] = [node, load, cold, unchanged, changed, compiler, ofSources, large];

const seconds = (taken: Taken): number => taken.seconds;
const megabytes = (taken: Taken): number => taken.megabytes;

export const generatorRows: readonly GeneratorRow[] = [
  {
    name: "cold",
    title: ({ small }) => `first run over ${small} classes of 11 methods`,
    unit: "s",
    take: seconds,
    subject: cold,
    beside: [compiler, ofSources, load],
    targets: () => [{ kind: "ratio", to: compiler.name, atMost: 0.25 }],
  },
  {
    name: "cold-memory",
    title: ({ small }) => `peak memory of the first run over ${small} classes`,
    unit: "MB",
    take: megabytes,
    subject: cold,
    beside: [compiler, ofSources, load],
    targets: () => [{ kind: "value", atMost: 400 }],
  },
  {
    name: "unchanged",
    title: ({ small }) => `nothing changed since the last run over ${small} classes`,
    unit: "s",
    take: seconds,
    subject: unchanged,
    beside: [node],
    targets: () => [{ kind: "value", atMost: 0.25 }],
  },
  {
    name: "changed",
    title: ({ small }) => `one file of ${small} changed, with written types`,
    unit: "s",
    take: seconds,
    subject: changed,
    beside: [node, load],
    targets: () => [{ kind: "value", atMost: 0.6 }],
  },
  {
    name: "large",
    title: ({ large: classes }) => `first run over ${classes} classes`,
    unit: "s",
    take: seconds,
    subject: large,
    beside: [],
    targets: linear,
  },
  {
    name: "large-memory",
    title: ({ large: classes }) => `peak memory of the first run over ${classes} classes`,
    unit: "MB",
    take: megabytes,
    subject: large,
    beside: [],
    targets: linear,
  },
];

/** Of the cold run over the small project, which is in the table as well. */
function linear({ small, large: classes }: Classes): readonly Target[] {
  return [{ kind: "ratio", to: smaller(small), atMost: classes / small }];
}

/** The name of the small project's cold run in the tables of the large one. */
export function smaller(classes: number): string {
  return `the run over ${classes}`;
}
