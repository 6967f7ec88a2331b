import { expect, test } from "vitest";
import { exportedAs } from "../dist/package-exports.js";

test.each<[what: string, exports: unknown, file: string, subpath: string | null]>([
  ["the very file", { "./rows": "./src/rows.ts" }, "src/rows.ts", "./rows"],
  ["what is built of it, below another folder", { "./rows": "./dist/rows.js" }, "src/rows.ts", "./rows"],
  ["what is built of it, with its own folder", { "./rows": "./dist/src/rows.js" }, "src/rows.ts", "./rows"],
  ["a file that has its own extension", { "./rows": "./lib/rows.mjs" }, "src/rows.mts", "./rows"],
  ["a file of another extension", { "./rows": "./lib/rows.mjs" }, "src/rows.ts", null],
  ["the only entry", "./dist/index.js", "src/index.ts", "."],
  ["the only entry, by conditions", { types: "./dist/index.d.ts", default: "./dist/index.js" }, "src/index.ts", "."],
  ["the first condition that an import has", { ".": [{ require: "./x.cjs", import: "./dist/x.js" }] }, "src/x.ts", "."],
  ["a condition of require() only", { "./x": { require: "./dist/x.js" } }, "src/x.ts", null],
  ["a pattern", { "./*": "./dist/*.reactor.js" }, "src/deep/rows.reactor.ts", "./deep/rows"],
  ["a pattern that leaves the ends to itself", { "./*": "./dist/*" }, "src/rows.ts", "./rows.js"],
  [
    "a module that is taken out of a pattern",
    { "./*": "./dist/*.js", "./internal/*": null },
    "src/internal/rows.ts",
    null,
  ],
  ["a subpath that another entry has", { "./*": "./dist/*.js", "./rows": "./dist/other.js" }, "src/rows.ts", null],
  ["nothing at all", undefined, "src/rows.ts", null],
  ["null", null, "src/rows.ts", null],
  ["another file", { "./rows": "./dist/other.js" }, "src/rows.ts", null],
  ["what no package.json should have", { "./rows": 7 }, "src/rows.ts", null],
])("the name of a module where exports have %s", (_, exports, file, subpath) => {
  expect(exportedAs(exports, file)).toBe(subpath);
});
