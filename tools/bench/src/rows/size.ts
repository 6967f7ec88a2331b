import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { COUNTS } from "../call-row.ts";
import type { Contestant } from "../contestant.ts";
import type { Row } from "../row.ts";

/** What is measured of picot: all that an application loads, and what its two threads load. No package exports the latter. */
const ofPicot: Readonly<Record<string, readonly string[]>> = {
  picot: ["@picot/runtime", "@picot/runtime/facade/v1"],
  "picot's reactor thread": ["./worker.cjs"],
  "picot's supervisor": ["./supervisor.cjs"],
};

/** Lines of this table only. */
export const parts: readonly Contestant[] = Object.keys(ofPicot)
  .slice(1)
  .map((name) => ({ name, role: "reference" }));

export const size: Row = {
  name: "size",
  title: "size of the runtime without its pool: bundled, minified, gzipped",
  unit: "kB",
  better: "less",
  statistic: "size",
  regimes: ["free"],
  once: true,
  ratios: false,
  takesPart: (contestant) => contestant.package !== undefined || contestant.name in ofPicot,
  counts: COUNTS,
  targets: [{ kind: "value", atMost: 15 }],
  async measure({ name, package: library }) {
    const files = (ofPicot[name] ?? [library ?? name]).map(fileOf);
    const { build } = await import("esbuild-wasm");
    const { outputFiles } = await build({
      // Two entries of one library are one program, and share what both import.
      ...(files.length > 1
        ? { stdin: { contents: files.map(exportAll).join("\n"), resolveDir: "/" } }
        : { entryPoints: files }),
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      target: "node20",
      write: false,
      logLevel: "error",
    });
    return { value: gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length / 1e3 };
  },
};

function fileOf(name: string): string {
  return fileURLToPath(
    name.startsWith(".") ? new URL(name, import.meta.resolve("@picot/runtime")) : import.meta.resolve(name),
  );
}

function exportAll(file: string): string {
  return `export * from ${JSON.stringify(file)};`;
}
