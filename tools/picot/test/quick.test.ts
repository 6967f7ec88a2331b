/** What written types say by themselves is what the compiler's checker makes of them. */
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createOptions } from "../dist/options.js";
import { readModules } from "../dist/read/modules.js";
import { scan } from "../dist/read/scan.js";
import { TemporaryProject } from "./temporary-project.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const fixtures = join(here, "fixtures");

/** Holds every module of a project as it is read quickly to what the checker tells of it; gives the files that took a checker. */
async function slowOf(project: TemporaryProject): Promise<readonly string[]> {
  const link = project.path("node_modules/@types/node");
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(here, "../../../node_modules/@types/node"), link);
  const options = await createOptions({ project: project.folder });
  const { tagged } = scan(project.folder);
  const slow: string[] = [];
  const quick = readModules(tagged, null, options, (left) => slow.push(...left));
  const whole = readModules(tagged, null, options, null);
  expect(quick.modules).toEqual(whole.modules);
  expect(quick.inputs?.imports).toMatchObject(ownOf(project, whole.inputs?.imports));
  return slow.sort();
}

/** What the project's own files import of each other, which a later run asks for. */
function ownOf({ folder }: TemporaryProject, imports: Readonly<Record<string, readonly string[]>> = {}) {
  const own = (path: string): boolean => path.startsWith(folder) && !path.includes("node_modules");
  const entries = Object.entries(imports).filter(([file]) => own(file));
  return Object.fromEntries(entries.map(([file, targets]) => [file, targets.filter(own)]));
}

const names = readdirSync(fixtures);
const isProject = (name: string): boolean =>
  readdirSync(join(fixtures, name)).some((file) => /^(tsconfig|picot\.config)\./.test(file));

test("all fixtures are read quickly as they are read with a checker", async () => {
  const project = new TemporaryProject();
  for (const name of names.filter((each) => !isProject(each)))
    cpSync(join(fixtures, name), project.path(name), { recursive: true });
  await slowOf(project);
}, 60_000);

test.each(names.filter(isProject))("and so is the fixture %s, a project of its own", async (name) => {
  const project = new TemporaryProject();
  cpSync(join(fixtures, name), project.folder, { recursive: true });
  await slowOf(project);
});

const shared = {
  "tsconfig.json":
    '{ "compilerOptions": { "module": "nodenext", "target": "es2023", "strict": true, "types": ["node"], "skipLibCheck": true } }',
  "rows.ts": `import { Readable } from "node:stream";
export interface Row extends Stamped { id: Id; at: Date; tags: Map<string, Set<1 | 2>>; next?: Row; 'a b': [from: Date, ...others: number[]] }
export interface Stamped { readonly created: Date }
export type Id = string & { readonly brand?: "id" };
export type Result<T> = { ok: true; value: T } | { ok: false; why: string };
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export enum Color { Red, Green = 4, Blue = "blue" }
export interface Live { close(): void }
export class Held { made = Readable.from([]); count = 1 }
export class Point { x: number = 1; #y = 2; constructor(readonly z: number) {} }
export class RowError extends RangeError { readonly row: string = "" }
`,
  "barrel.ts":
    'export * from "./rows.js";\nexport { type Id as Key } from "./rows.js";\nexport * as all from "./rows.js";\n',
  "global.d.ts": "interface Ambient { name: string }\ninterface RegExp { extra(): void }\n",
  "clock.reactor.ts": `/** @reactor @timeout 1s */
export class Clock { get size(): number { return 1; } async now(): Promise<Date> { throw 1; } }
`,
};

type Case = readonly [what: string, method: string, before?: string];

const rows =
  'import { Color, type Held, type Id, type Json, type Live, type Point, type Result, type Row, RowError } from "./rows.js";';

/** A method of a class in a file of its own for each case. Gives those that were told without a checker. */
async function quickOf(cases: readonly Case[]): Promise<readonly string[]> {
  const sources = cases.map(([, method, before = rows], at) => {
    const source = `${before}\n/** @reactor @timeout 1s */\nexport class A<T = string> {\n  ${method} { throw 1; }\n}\n`;
    return [`case${at + 100}.reactor.ts`, source] as const;
  });
  const slow = new Set(await slowOf(new TemporaryProject({ ...shared, ...Object.fromEntries(sources) })));
  return cases.flatMap(([what], at) => (slow.has(sources[at]?.[0] ?? "") ? [] : [what]));
}

test("types that are written, of the language and of the project, take no checker", async () => {
  const cases: readonly Case[] = [
    ["primitives", "async go(a: string, b?: number | null, ...c: readonly bigint[]): Promise<boolean | void>"],
    [
      "lists",
      'async go(a: [x: number, y?: string, ...Date[]], b: readonly Uint8Array[]): Promise<Map<string, Set<"a">>>',
    ],
    ["interfaces that extend others, and come to themselves", "async go(a: Row): Promise<readonly Row[] | null>"],
    ["aliases with arguments", "async go(): Promise<Result<Row | Result<Id>>>"],
    ["aliases that come to themselves", "async go(a: Json): Promise<Json>"],
    [
      "forms of objects",
      'async go<K extends keyof Row>(a: Partial<Row>, k: K): Promise<Pick<Row, K> | Omit<Row, "id">>',
    ],
    ["records, and what is unknown", "async go(a: Record<string, unknown>): Promise<{ [key: string]: Row }>"],
    ["parts of objects", 'async go(a: Row["tags"]): Promise<Row["next"]>'],
    ["enums", "async go(a: Color): Promise<Color[]>"],
    ["marked classes", "async go(a: Clock): Promise<Clock | null>", 'import type { Clock } from "./clock.reactor.js";'],
    ["the class itself, and its type parameter", "async go(a: T): Promise<A<T>>"],
    ["callbacks", "async go(a: (row: Row, at?: Date) => Promise<string> | void): Promise<void>"],
    ["by way of another file", "async go(a: Key): Promise<Row>", 'import type { Key, Row } from "./barrel.js";'],
    ["a module as a whole", "async go(a: all.Row): Promise<all.Id>", 'import type * as all from "./rows.js";'],
    ["errors of the project", "/** @throws {RowError} */ async go(): Promise<void>"],
    ["what waits for nothing", "go(a: string): Row"],
    ["defaults that are literals", 'async go(a = 3, b = -1, c = "x", d = true): Promise<void>'],
    [
      "defaults of written types",
      "async go(a: Row | null = null, { x = 1 }: { readonly x?: number } = {}): Promise<void>",
    ],
  ];
  expect(await quickOf(cases)).toEqual(cases.map(([what]) => what));
}, 60_000);

test("what is not certain takes one", async () => {
  const cases: readonly Case[] = [
    ["a result that nobody wrote", "async go()"],
    ["a parameter that nobody wrote", "async go(a = [1]): Promise<void>"],
    ["anything", "async go(a: any): Promise<void>"],
    ["a global of Node", "async go(): Promise<Buffer>"],
    ["a type of what is installed", "async go(): Promise<Stats>", 'import type { Stats } from "node:fs";'],
    ["a global that the project has more of", "async go(a: RegExp): Promise<void>"],
    ["a global of the project", "async go(a: Ambient): Promise<void>"],
    ["a name that nobody declares", "async go(a: Nobody): Promise<void>"],
    ["an object with a method", "async go(a: Live): Promise<void>"],
    ["a class with a field that nobody gave a type", "async go(a: Held): Promise<void>"],
    ["a class that declares a field in its constructor", "async go(a: Point): Promise<void>"],
    [
      "a type by conditions",
      "async go(a: If<Date>): Promise<void>",
      "export type If<X> = X extends Date ? string : () => void;",
    ],
    ["a part of what is open", "async go<K extends keyof Row>(k: K): Promise<Row[K]>"],
    ["a type of a value", "async go(a: typeof start): Promise<void>", "export const start = process.hrtime();"],
    ["a type in place", 'async go(a: import("./rows.js").Row): Promise<void>'],
    ["a symbol", "async go(a: symbol): Promise<void>"],
    ["a form of what the language has", 'async go(a: Pick<Date, "getTime">): Promise<void>'],
    [
      "objects of two classes",
      "async go(a: Clock | A): Promise<void>",
      'import type { Clock } from "./clock.reactor.js";',
    ],
    [
      "an interface and a class in one",
      "async go(a: Both): Promise<void>",
      "export class Both {}\nexport interface Both { a: 1 }",
    ],
    ["a name of its own within a type", "async go(a: { b: <X>(x: X) => X }): Promise<void>"],
  ];
  expect(await quickOf(cases)).toEqual([]);
}, 60_000);

test.each([
  [
    "adds to a module of the project",
    'import "./more.js";',
    'export {};\ndeclare module "./rows.js" { interface Row { more(): void } }\n',
  ],
  [
    "adds to the globals",
    'import "./more.js";',
    "export {};\ndeclare global { interface Date { more: () => void } }\n",
  ],
])("where a file %s, all take one", async (_, before, more) => {
  const source = `${before}\nimport type { Row } from "./rows.js";\n/** @reactor @timeout 1s */\nexport class A { async go(): Promise<Row> { throw 1; } }\n`;
  const project = new TemporaryProject({ ...shared, "a.reactor.ts": source, "more.ts": more });
  expect(await slowOf(project)).toEqual(["a.reactor.ts", "clock.reactor.ts"]);
});
