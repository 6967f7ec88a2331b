import { check } from "picot";
import { expect, test } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

/** A source in the package `layer`, which alone has the dependency `dep`; its facade goes to the package `app`. */
function twoPackages(source: string): TemporaryProject {
  return new TemporaryProject({
    "picot.config.ts": 'export default { rootDir: "layer", outDir: "app" };\n',
    "app/package.json": '{ "type": "module" }\n',
    "layer/package.json": '{ "type": "module" }\n',
    "layer/node_modules/dep/package.json": '{ "name": "dep", "type": "module", "types": "./dep.d.ts" }\n',
    "layer/node_modules/dep/dep.d.ts": "export interface Row {\n  readonly id: number;\n}\n",
    "layer/a.reactor.ts": source,
  });
}

const source = `import type { Row } from "dep";
/** @reactor @timeout 1s */
export class A {
  async go(): Promise<Row> {
    throw 1;
  }
}
`;

test("a type of a package that the facade's package cannot reach is a problem with the way out", async () => {
  const { problems } = await check({ project: twoPackages(source).folder });
  expect(problems).toMatchObject([{ code: "unresolved-type", place: { file: "layer/a.reactor.ts", line: 4 } }]);
  expect(problems[0]?.wayOut).toContain("where the facade goes");
});

test("such a type is taken from the source where that passes it on", async () => {
  const { problems, files } = await check({ project: twoPackages(`${source}export type { Row };\n`).folder });
  expect(problems).toEqual([]);
  expect(files[0]?.output).toBe("app/a.facade.ts");
  expect(files[0]?.diff).toContain('+import type { Row } from "../layer/a.reactor.js";\n');
});
