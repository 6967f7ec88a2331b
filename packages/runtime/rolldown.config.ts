/**
 * What the package ships: few files, since a module costs more to find and link than to run, and a first call waits for three
 * threads' worth of them. What else `tsc` leaves in dist is for tests that look inside, and for the declarations.
 */
import { join } from "node:path";
import { type Plugin, type RolldownOptions, defineConfig } from "rolldown";

const folder = import.meta.dirname;

/** Entries of threads, by name: `new URL("./<name>.js", import.meta.url)` in the sources. */
const threads: readonly string[] = ["supervisor", "worker", "relay-worker"];

const common = {
  // Paths are written relative to it: the bundle says nothing of the machine that made it.
  cwd: folder,
  platform: "node",
  external: [/^node:/, "piscina"],
  tsconfig: false,
  transform: { target: "es2023" },
  logLevel: "warn",
  onLog(level, log) {
    if (level === "warn") throw new Error(log.message);
  },
} satisfies RolldownOptions;

const output = {
  dir: "dist/bundle",
  sourcemap: true,
  // The package ships src beside it.
  sourcemapExcludeSources: true,
  // Stacks and debuggers show names; comments stay in src.
  minify: false,
  comments: false,
} as const;

/**
 * Two changes to what is written, within their lines, so that source maps still fit.
 *
 * A thread's file is CommonJS, which starts 5 ms sooner, or 2 to 4 where it then loads an ES module: Node has no loader of those
 * to set up before. And to import a part of Node as an ES module makes a namespace of all that it exports, and runs the getters:
 * 1 to 2 ms for those we need.
 */
const finish: Plugin = {
  name: "finish",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      file.code = file.code
        .replace(/new URL\("\.\/([\w-]+)\.js"/g, (all: string, name: string) =>
          threads.includes(name) ? `new URL("./${name}.cjs"` : all,
        )
        .replace(
          /^import \{ ([^}\n]+) \} from "(node:\w+)";$/gm,
          (_all: string, names: string, part: string) =>
            `const { ${names.replaceAll(" as ", ": ")} } = process.getBuiltinModule("${part}");`,
        );
    }
  },
};

/** What a facade loads: no first call is to wait for what others share besides that. */
const ofFacade = new Set<string>();

const followFacade: Plugin = {
  name: "follow-facade",
  buildEnd() {
    ofFacade.clear();
    ofFacade.add(join(folder, "src/facade.ts"));
    // A set hands out what is added to it while it is iterated over.
    for (const each of ofFacade)
      for (const imported of this.getModuleInfo(each)?.importedIds ?? []) ofFacade.add(imported);
  },
};

function threadFile(name: string): RolldownOptions {
  return {
    ...common,
    input: { [name]: `src/reactor/${name}.ts` },
    plugins: [finish],
    output: { ...output, format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
  };
}

export default defineConfig([
  {
    ...common,
    input: {
      index: "src/index.ts",
      facade: "src/facade.ts",
      green: "src/green/index.ts",
      "green-v1": "src/green/v1.ts",
      pool: "src/pool/doors.ts",
      "pool-worker": "src/pool/pool-worker.ts",
      "fresh-thread": "src/pool/fresh-thread.ts",
      testing: "src/testing/index.ts",
    },
    plugins: [followFacade, finish],
    output: {
      ...output,
      // The first of them: of an entry that has another name now, nothing may stay.
      cleanDir: true,
      format: "esm",
      entryFileNames: "[name].js",
      // What two entries share is one program, since a thread may load several of them: in two files, for the sake of first calls.
      codeSplitting: {
        groups: [
          { name: "shared", test: (id) => ofFacade.has(id), minShareCount: 2, priority: 1 },
          { name: "serving", minShareCount: 2 },
        ],
      },
      chunkFileNames: "[name].js",
    },
  },
  ...threads.map(threadFile),
]);
