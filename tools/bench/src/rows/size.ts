import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Plugin } from "esbuild-wasm";
import { COUNTS } from "../call-row.ts";
import type { Contestant } from "../contestant.ts";
import type { Row } from "../row.ts";

/**
 * What is bundled, where it is more than the package's own entry. Of picot the modules that its bundles are made of: a worker's
 * bundle has much of what the application's has, and nobody downloads it twice.
 */
const files: Readonly<Record<string, readonly string[]>> = {
  picot: [
    "../index.js",
    "../facade.js",
    "../reactor/worker.js",
    "../reactor/supervisor.js",
    "../reactor/relay-worker.js",
  ],
  "picot's reactor thread": ["../reactor/worker.js"],
  "picot's supervisor": ["../reactor/supervisor.js"],
  "piscina (async)": ["piscina", "./worker.js"],
};

/** Lines of this table only. */
export const parts: readonly Contestant[] = Object.keys(files)
  .filter((name) => name.startsWith("picot's "))
  .map((name) => ({ name, role: "reference" }));

export const size: Row = {
  name: "size",
  title: "size of the runtime without its pool, its workers included: bundled, minified, gzipped",
  unit: "kB",
  better: "less",
  statistic: "size",
  regimes: ["free"],
  once: true,
  ratios: false,
  takesPart: (contestant) => contestant.package !== undefined || contestant.name in files,
  counts: COUNTS,
  targets: [{ kind: "value", atMost: 15 }],
  async measure({ name, package: library = "@picot/runtime" }) {
    const { build } = await import("esbuild-wasm");
    const { minify } = await import("terser");
    const entries = (files[name] ?? [library]).map((file) => pathOf(file, library));
    const { outputFiles } = await build({
      // Several entries of one library are one program, and share what they import.
      ...(entries.length > 1
        ? { stdin: { contents: entries.map(exportAll).join("\n"), resolveDir: "/" }, plugins: [keep(entries)] }
        : { entryPoints: entries }),
      bundle: true,
      // piscina's worker has it where it is installed; most of it is no JavaScript.
      external: ["@napi-rs/nice"],
      minify: true,
      format: "esm",
      platform: "node",
      target: "node20",
      write: false,
      logLevel: "error",
    });
    // Each has found what the other leaves. Both shorten #private names too.
    const { code } = await minify(outputFiles[0]?.text ?? "", { module: true, compress: { passes: 2 } });
    return { value: gzipSync(code ?? "", { level: 9 }).length / 1e3 };
  },
};

function pathOf(file: string, library: string): string {
  return fileURLToPath(file.startsWith(".") ? new URL(file, import.meta.resolve(library)) : import.meta.resolve(file));
}

function exportAll(file: string): string {
  return `export * from ${JSON.stringify(file)};`;
}

/** A worker's entry exports nothing: in a package that says it has no side effects it would be dropped. */
function keep(entries: readonly string[]): Plugin {
  return {
    name: "keep",
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path }) => (entries.includes(path) ? { path, sideEffects: true } : undefined));
    },
  };
}
