/** A part of a project is read without what is installed, and says what the whole says. */
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createOptions } from "../dist/options.js";
import { readModules } from "../dist/read/modules.js";
import { scan } from "../dist/read/scan.js";
import { TemporaryProject } from "./temporary-project.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const types = join(here, "../../../node_modules/@types/node");

interface Both {
  readonly file: string;
  readonly whole: unknown;
  readonly part: unknown;
  /** Nothing that is installed was read for the part. */
  readonly sparse: boolean;
}

/** Every module of a project, as the whole tells of it and as it is told when it alone changed. */
async function readBoth(project: TemporaryProject): Promise<readonly Both[]> {
  const link = project.path("node_modules/@types/node");
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(types, link);
  const options = await createOptions({ project: project.folder });
  const { tagged } = scan(project.folder);
  const { modules, inputs } = readModules(tagged, null, options);
  const projects = Object.entries(inputs?.projects ?? {}).map(([name, { names, globals }]) => {
    return [name, { blocking: Object.values(names).flat(), globals }] as const;
  });
  return modules.map((whole) => {
    const only = new Set([whole.file]);
    const part = readModules(tagged, { only, changed: [], projects: Object.fromEntries(projects) }, options);
    const sparse = part.inputs?.files.every((path) => !path.includes("node_modules/@types")) === true;
    return { file: whole.file, whole, part: part.modules.find(({ facade }) => facade === whole.facade), sparse };
  });
}

const fixtures = join(here, "fixtures");

test.each(readdirSync(fixtures))("a part of the fixture %s is read as the whole is", async (name) => {
  const project = new TemporaryProject();
  cpSync(join(fixtures, name), project.folder, { recursive: true });
  for (const { part, whole } of await readBoth(project)) expect(part).toEqual(whole);
});

const shared = {
  "tsconfig.json":
    '{ "compilerOptions": { "module": "nodenext", "target": "es2023", "lib": ["es2023"], "strict": true, "types": ["node"] } }',
  "rows.ts":
    'import { Readable } from "node:stream";\nexport interface Row { id: number; at: Date; tags: Map<string, Set<1 | 2>> }\nexport class Held { made = Readable.from([]); count = 1; }\n',
  "file.ts":
    'import type { Readable } from "node:stream";\nexport interface File { content: Readable }\nexport interface Size { bytes: number }\n',
  "global.d.ts": "declare interface Ambient { name: string }\n",
};

type Case = readonly [what: string, type: string, before?: string];

/** For each case a module with a method that gives such a type, and whether that was told without what is installed. */
async function sparseness(cases: readonly Case[]): Promise<readonly (readonly [what: string, sparse: boolean])[]> {
  const sources = cases.map(([, type, before = ""], at) => {
    const method = `  async go(): Promise<${type}> {\n    throw 1;\n  }\n`;
    return [
      `case${at + 10}.reactor.ts`,
      `${before}\n/** @reactor @timeout 1s */\nexport class A {\n${method}}\n`,
    ] as const;
  });
  const project = new TemporaryProject({ ...shared, ...Object.fromEntries(sources) });
  const read = await readBoth(project);
  return read.map(({ part, whole, sparse }, at) => {
    const what = cases[at]?.[0] ?? "";
    expect([what, part]).toEqual([what, whole]);
    return [what, sparse];
  });
}

const row = 'import type { Row } from "./rows.js";';

test("what is written in types of the project and of the language needs nothing of what is installed", async () => {
  const cases: readonly Case[] = [
    ["types of the language", "[string, number | null, bigint?, ...Date[]] | readonly Uint8Array[]"],
    ["a type of another file of the project", "readonly Row[]", row],
    ["what is made of such types", 'Record<string, Pick<Row, "id"> | Omit<Row, "at">>', row],
    ["an ambient type of the project", "Ambient"],
    ["the class itself", "A | null"],
    ["what may be anything, and says so", "Record<string, unknown>"],
    ["a type beside one that needs what is installed", "Size", 'import type { Size } from "./file.js";'],
  ];
  expect(await sparseness(cases)).toEqual(cases.map(([what]) => [what, true]));
}, 60_000);

test("at the first doubt all is read", async () => {
  const cases: readonly Case[] = [
    ["a global of Node", "Buffer"],
    ["a type of Node's modules", "Stats", 'import type { Stats } from "node:fs";'],
    ["a field that nobody gave a type", "Held", 'import type { Held } from "./rows.js";'],
    ["a type by conditions", "If<Date>", "export type If<T> = T extends { getTime(): number } ? string : () => void;"],
    ["a type of the language, picked to pieces", 'Pick<Date, "getTime">'],
    ["the same by a name of one's own", 'Part<Date, "getTime">', "export type Part<T, K extends keyof T> = T[K];"],
    ["and for several", 'All<Date, "getTime">', "export type All<T, K extends keyof T> = { [P in K]: T[P] };"],
    ["what is taken out of a union", "Extract<Date | Row, Date>", row],
    ["a part of a type", 'Date["getTime"]'],
    ["all but a part", 'Omit<Date, "x">'],
    [
      "an interface that extends one of the language",
      "Days",
      "export interface Days extends Array<Date> { first: Date }",
    ],
    ["a type of a value", "typeof start", "export const start = process.hrtime();"],
    ["a type that may be anything", "any"],
    ["what cannot cross", "() => void"],
    ["a function, by name", "Function"],
    ["an object, by name", "Object"],
    ["an import in a type", '{ a: import("node:fs").Stats }'],
  ];
  expect(await sparseness(cases)).toEqual(cases.map(([what]) => [what, false]));
}, 120_000);
