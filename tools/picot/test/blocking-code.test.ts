/** What the rules say of code tagged @blocking, which runs in threads of the pool, and of its twins. */
import { symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check, fix, generate } from "picot";
import { describe, expect, test } from "vitest";
import { layerProblems, layerProject } from "./layer-project.ts";

/** What is found in a module, as `line code`. */
async function foundIn(text: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const lines = await layerProblems(layerProject({ "src/jobs.ts": text, ...others }));
  return lines.map((line) => line.replace(/^src\/jobs\.ts:(\d+):\d+/, "$1")).join(" ");
}

const job = (body: string): string => `/** @blocking */\nexport function job() {\n${body}\n}\n`;

describe("a variable of the module that changes, used by what is tagged @blocking", () => {
  test.each([
    ["a number", "let visits = 0;", "visits += 1;"],
    ["one that is counted up", "let visits = 0;", "return visits++;"],
    ["one that others change", "let unit = 1;\nexport const setUnit = (to: number) => { unit = to; };", "return unit;"],
    ["one that is taken apart", "let a = 1;", "[a] = [2];"],
    ["a map", "const seen = new Map<string, string>();", 'seen.set("a", "b");'],
    ["a list", "const all: string[] = [];", 'all.push("a");'],
    ["an object", "const state = { count: 0 };", "state.count++;"],
    ["one deep in it", "const state = { all: [] as string[] };", 'state.all.push("a");'],
    ["a property that goes", 'const state: Record<string, string> = { a: "b" };', 'delete state["a"];'],
    ["what is merged", "const state = {};", "Object.assign(state, { a: 1 });"],
    [
      "an object of unknown make",
      "const state = make();\nfunction make() { return { count: 0 }; }",
      "state.count = 1;",
    ],
    ["a static field", "class Counter { static count = 0; }", "Counter.count++;"],
    ["one that a function of the module uses for it", "let visits = 0;\nconst add = () => { visits += 1; };", "add();"],
  ])("%s is found, where it is declared", async (_, head, body) => {
    expect(await foundIn(`${head}\n${job(body)}`)).toBe("1 per-thread-state");
  });

  test("in a class as well", async () => {
    const text = "let visits = 0;\n/** Of visits. @blocking */\nexport class Visits {\nadd() { visits++; }\n}\n";
    expect(await foundIn(text)).toBe("1 per-thread-state");
  });

  test.each([
    ["a constant", "const LIMIT = 3;", "return LIMIT;"],
    ["a let that never changes", "let limit = 3;", "return limit;"],
    ["one that only the load of the module changes", "let limit = 3;\nif (limit > 2) limit = 2;", "return limit;"],
    ["a list that is only read", 'const units = ["a"];', "return units.slice().reverse();"],
    ["what is made when it is first needed", "let all: object | undefined;", "all ??= {}; return all;"],
    ["the same, in full", "let all: object | undefined;", "if (all === undefined) all = {}; return all;"],
    ["notes about objects", "const notes = new WeakMap();", "notes.set({}, 1);"],
    ["bytes to work with", "const bytes = new Uint8Array(9);", "bytes[0] = 1;"],
    ["a variable of its own", "const visits = 0;", "let visits = 0; visits += 1;"],
    ["state that it does not use", "let visits = 0;\nexport const add = () => { visits += 1; };", ""],
  ])("%s is no problem", async (_, head, body) => {
    expect(await foundIn(`${head}\n${job(body)}`)).toBe("");
  });

  const shared =
    "export const seen = new Map();\nexport let count = 0;\nexport const add = () => { count += 1; };\nexport const NAMES = [];\n";
  test.each([
    ["a map that it changes", "seen", 'seen.set("a", 1);', "4 per-thread-state"],
    ["a number that its module changes", "count", "return count;", "4 per-thread-state"],
    ["a list that nobody changes", "NAMES", "return NAMES[0];", ""],
  ])("of another module: %s", async (_, name, body, found) => {
    const head = `import { ${name} } from "./shared.js";\n`;
    expect(await foundIn(head + job(body), { "src/shared.ts": shared })).toBe(found);
  });

  test("is a warning, which fails no check, and can be said to be meant", async () => {
    const text = `let visits = 0;\n${job("visits += 1;")}`;
    const project = layerProject({ "src/jobs.ts": text });
    await generate({ project: project.folder });
    const { problems, clean } = await check({ project: project.folder });
    expect(problems).toMatchObject([{ code: "per-thread-state", severity: "warning" }]);
    expect(problems[0]?.sentence).toBe(
      "job uses visits, which changes (src/jobs.ts:4): each thread of the pool has a copy of its own, and so has every other thread.",
    );
    expect(clean).toBe(true);
    project.write({ "src/jobs.ts": `// picot-ignore per-thread-state: one for each thread\n${text}` });
    await generate({ project: project.folder });
    expect((await check({ project: project.folder })).problems).toEqual([]);
  });
});

describe("a connection that a module opens", () => {
  const close = "export function close() { socket.end(); }\n";
  const net = 'import net from "node:net";\n';

  test("is not for threads of the pool and for other code", async () => {
    expect(await foundIn(`${net}const socket = net.connect(1);\n${close}${job("socket.write('a');")}`)).toBe(
      "2 shared-connection",
    );
  });

  test.each([
    ["exported", "export const pool = new pg.Pool();"],
    ["exported later", "const pool = new pg.Pool();\nexport { pool };"],
  ])("nor is one that is %s", async (_, head) => {
    expect(await foundIn(`import pg from "pg";\n${head}\n${job("pool.query('a');")}`)).toBe("2 shared-connection");
  });

  test("nor one of another module", async () => {
    const others = { "src/db.ts": 'import { open } from "node:fs/promises";\nexport const log = await open("a");\n' };
    expect(await foundIn(`import { log } from "./db.js";\n${job("log.fd;")}`, others)).toBe("4 shared-connection");
  });

  test.each([
    ["for threads of the pool alone", `${net}const socket = net.connect(1);\n${job("socket.write('a');")}`],
    ["that each call opens", net + job("net.connect(1);")],
    ["that they do not use", `${net}export const socket = net.connect(1);\n${job("")}`],
  ])("may be there %s", async (_, text) => {
    expect(await foundIn(text)).toBe("");
  });
});

test("nor can one be passed to a call, in either direction", async () => {
  const project = layerProject({
    "src/jobs.ts":
      'import type { FileHandle } from "node:fs/promises";\n/** @blocking */\nexport function size(file: FileHandle): void { void file; }\n',
    "src/reactor/sockets.reactor.ts":
      'import type { Socket } from "node:net";\n/** @reactor @timeout 1s */\nexport async function send(to: { socket: Socket }): Promise<void> { void to; }\n',
  });
  symlinkSync(
    fileURLToPath(new URL("../../../node_modules/@types", import.meta.url)),
    project.path("node_modules/@types"),
  );
  const { problems } = await check({ project: project.folder });
  expect(problems.map(({ code, place }) => `${place.file} ${code}`)).toEqual([
    "src/jobs.ts param-cannot-cross",
    "src/reactor/sockets.reactor.ts async-iterable",
  ]);
});

test("nothing of the process is changed in what is tagged, in what that uses, and while the module is loaded", async () => {
  const text = `process.env.A = "1";\nconst move = () => process.chdir("/");\nexport const ours = () => process.chdir("/");\n${job("move();")}`;
  expect(await foundIn(text)).toBe("1 process-copy 2 process-state");
});

describe("a twin", () => {
  const bill = '/** @blocking */\nexport function bill(): string { return "a"; }\nexport const A = 1;\n';
  const twin = "../bill.deferred.js";

  /** A project whose twin is there. */
  async function withTwin(
    text: string,
    layers: object = {},
    file = "src/app/page.ts",
  ): Promise<ReturnType<typeof layerProject>> {
    const project = layerProject({ "src/bill.ts": bill, [file]: text }, layers);
    await generate({ project: project.folder });
    return project;
  }

  test("is not for application code", async () => {
    const project = await withTwin(`import { bill } from "${twin}";\nbill();\n`);
    expect(await layerProblems(project)).toEqual(["src/app/page.ts:1:22 imports-deferred"]);
    await fix({ project: project.folder });
    expect(project.read("src/app/page.ts")).toBe('import { bill } from "../bill.js";\nbill();\n');
  });

  test("is left where it is awaited: that may be code of the reactor's side", async () => {
    const text = `import { bill } from "${twin}";\nawait bill();\n`;
    const project = await withTwin(text);
    const { problems } = await fix({ project: project.folder });
    expect(problems.map(({ wayOut }) => wayOut)).toEqual([
      'If this file runs in the reactor, say so: layers: { reactor: ["src/app/page.ts"] }. Else import the module itself, ../bill.js, and await nothing.',
    ]);
    expect(project.read("src/app/page.ts")).toBe(text);
  });

  test("is known by its name before it is there", async () => {
    const project = layerProject({ "src/app/page.ts": `import { bill } from "${twin}";\nbill();\n` });
    expect(await layerProblems(project)).toEqual(["src/app/page.ts:1:22 imports-deferred"]);
  });

  test("is not for other code that blocks, which is told once", async () => {
    const text =
      'import { bill } from "../bill.deferred.js";\n/** @blocking */\nexport function print(): void { bill(); }\n';
    const project = await withTwin(text);
    const { problems } = await check({ project: project.folder });
    expect(problems.map(({ code }) => code)).toEqual(["imports-deferred"]);
  });

  test.each([
    ["the reactor layer", { reactor: ["src/app/**"] }, ""],
    ["a server's files", { loop: ["src/app/**"] }, ""],
    ["a file that makes its thread the reactor", {}, 'import { noSetup } from "@picot/runtime";\nnoSetup();\n'],
  ])("is for %s", async (_, layers, head) => {
    expect(await layerProblems(await withTwin(`${head}import { bill } from "${twin}";\nbill();\n`, layers))).toEqual(
      [],
    );
  });

  test("is a type for anybody", async () => {
    expect(await layerProblems(await withTwin(`import type { bill } from "${twin}";\n`))).toEqual([]);
  });

  test("is what the reactor layer meant where it awaits the module itself", async () => {
    const text = 'import { bill } from "../bill.js";\nexport const print = async () => `${await bill()}!`;\n';
    const project = await withTwin(text, { reactor: ["src/reactor/**"] }, "src/reactor/print.ts");
    expect(await layerProblems(project)).toEqual(["src/reactor/print.ts:1:22 imports-blocking"]);
    await fix({ project: project.folder });
    expect(project.read("src/reactor/print.ts")).toBe(text.replace("bill.js", "bill.deferred.js"));
  });
});

describe("a green twin", () => {
  const clock =
    "/** @reactor @green @timeout 1s */\nexport class Clock {\n  async now(): Promise<number> { return 1; }\n}\n";
  const named = (text: string) => layerProject({ "src/reactor/clock.reactor.ts": clock, "src/app/page.ts": text });

  test("becomes the facade in application code", async () => {
    const project = named('import { Clock } from "../reactor/clock.green.js";\nnew Clock().now();\n');
    await generate({ project: project.folder });
    expect(await layerProblems(project)).toEqual(["src/app/page.ts:1:23 imports-reactor-layer"]);
    await fix({ project: project.folder });
    expect(project.read("src/app/page.ts")).toBe(
      'import { Clock } from "../facade/clock.facade.js";\nnew Clock().now();\n',
    );
  });

  test("is left to a person where green code waits for it", async () => {
    const text =
      'import { Clock } from "../reactor/clock.green.js";\nexport function* now() { yield* new Clock().now(); }\n';
    const project = named(text);
    await generate({ project: project.folder });
    const { problems } = await fix({ project: project.folder });
    expect(problems.map(({ wayOut }) => wayOut)).toEqual([expect.stringContaining("which needs no yield*")]);
    expect(project.read("src/app/page.ts")).toBe(text);
  });
});
