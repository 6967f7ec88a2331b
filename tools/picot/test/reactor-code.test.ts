/** What the rules say of code of the reactor layer: what blocks it, what reaches a facade, what belongs to the process. */
import { describe, expect, test } from "vitest";
import { checkLayers } from "../dist/layers/check.js";
import { createOptions } from "../dist/options.js";
import { scan } from "../dist/read/scan.js";
import { layerProblems, layerProject } from "./layer-project.ts";

const file = "src/reactor/store.reactor.ts";
const inMethod = (head: string, body: string): string =>
  `${head}\n/** @reactor @timeout 1s */\nexport class Store {\n  async go(): Promise<void> {\n${body}\n  }\n}\n`;

/** What is found in a method of the reactor layer, as codes; `others` are other files of the project. */
async function foundIn(head: string, body: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const lines = await layerProblems(layerProject({ [file]: inMethod(head, body), ...others }));
  return lines.map((line) => line.split(" ")[1]).join(" ");
}

describe("a call that blocks, in the reactor layer", () => {
  test.each([
    ["of node:fs, by name", 'import { readFileSync } from "node:fs";', 'readFileSync("a");'],
    ["under another name", 'import { readFileSync as read } from "fs";', 'read("a");'],
    ["of the whole module", 'import * as fs from "node:fs";', 'fs.readFileSync("a");'],
    ["of its default", 'import fs from "fs";', 'fs["readFileSync"]("a");'],
    ["of what is required", 'const fs = require("fs");', 'fs.statSync("a");'],
    ["of import =", 'import fs = require("fs");', 'fs.statSync("a");'],
    [
      "of what createRequire() requires",
      'import { createRequire } from "node:module";\nconst load = createRequire(import.meta.url);',
      'load("node:fs").statSync("a");',
    ],
    ["of import()", "", '(await import("node:fs")).statSync("a");'],
    ["taken out of the module", 'import fs from "node:fs";\nconst { statSync: stat } = fs;', 'stat("a");'],
    ["held by a constant", 'import fs from "node:fs";\nconst stat = fs.statSync;', 'stat("a");'],
    ["of process.getBuiltinModule()", 'const fs = process.getBuiltinModule("fs");', 'fs.statSync("a");'],
    ["in a callback", 'import fs from "node:fs";', '[1].map(() => fs.statSync("a"));'],
    ["of node:child_process", 'import { execSync } from "node:child_process";', 'execSync("ls");'],
    ["of node:zlib", 'import zlib from "node:zlib";', 'zlib.gzipSync("a");'],
    ["of node:crypto", 'import { scryptSync } from "node:crypto";', 'scryptSync("a", "b", 1);'],
    ["Atomics.wait()", "", "Atomics.wait(new Int32Array(1), 0, 0);"],
    ["a database of node:sqlite", 'import { DatabaseSync } from "node:sqlite";', 'new DatabaseSync(":memory:");'],
    ["a function of a package named …Sync", 'import { execaSync } from "execa";', 'execaSync("ls");'],
    ["one named sync", 'import spawn from "cross-spawn";', 'spawn.sync("ls");'],
    ["one that is given a template", 'import { $ } from "execa";', "$.sync`ls`;"],
    ["one of another runtime", "", 'Deno.readTextFileSync("a");'],
    ["a request", 'import request from "sync-request";', 'request("GET", "http://a");'],
    ["a loop on the clock", "", "const end = Date.now() + 5;\nwhile (Date.now() < end);"],
    [
      "another clock",
      'import { performance as p } from "node:perf_hooks";',
      "while (p.now() < 5) { let a = 1; a += 1; }",
    ],
    ["a loop that is left by the clock", "", "for (;;) {\nif (process.hrtime.bigint() > 5n) break;\n}"],
    ["a loop on a date", "", "do {} while (new Date().getTime() < 5);"],
  ])("%s is found", async (_, head, body) => {
    expect(await foundIn(head, body)).toBe("blocks-reactor");
  });

  test.each([
    ["made while the module is loaded", 'import Database from "better-sqlite3";\nconst db = new Database("a");'],
    ["another one", 'import { createSyncFn } from "synckit";\nexport const run = createSyncFn("a");'],
    ["a field of each object", 'import fs from "node:fs";\nexport class A { a = fs.statSync("a"); }'],
    ["a function that others may call", 'import fs from "node:fs";\nexport function a() { fs.statSync("a"); }\na();'],
  ])("what is there for blocking calls, or runs later, is found outside of functions too: %s", async (_, head) => {
    expect(await foundIn(head, "")).toBe("blocks-reactor");
  });

  test.each([
    ["a function of the file's own", "function readFileSync() {}", "readFileSync();"],
    ["a parameter", 'import fs from "node:fs";\nexport const f = (fs: { statSync(): void }) => fs.statSync();', ""],
    ["a local name", 'import fs from "node:fs";', "{ const fs = { statSync() {} }; fs.statSync(); }"],
    [
      "a variable that got another value",
      'import fs from "node:fs";\nlet stat: Function = fs.statSync;\nstat = Boolean;',
      "stat();",
    ],
    [
      "a promise",
      'import { promises as fs, createReadStream } from "node:fs";',
      'await fs.readFile("a"); createReadStream("a");',
    ],
    [
      "what is quick",
      'import { createHash, randomFillSync } from "node:crypto";',
      "randomFillSync(new Uint8Array(1));",
    ],
    ["Atomics.waitAsync()", "", "await Atomics.waitAsync(new Int32Array(1), 0, 0).value;"],
    ["a loop that works until time is up", "", "while (performance.now() < 5) work();\nfunction work() {}"],
    ["a loop that awaits", "", "while (Date.now() < 5) await null;"],
    ["a loop that notes the time", "", "for (let i = 0; i < 5; i++) { const at = Date.now(); void at; }"],
    ["while the module is loaded", 'import fs from "node:fs";\nconst text = fs.readFileSync("a");', "void text;"],
    ["at once", 'import fs from "node:fs";\nconst text = (() => fs.readFileSync("a"))();', "void text;"],
    [
      "by functions that only the load of the module calls",
      'import fs from "node:fs";\nconst text = read("a");\nfunction read(path: string) { return once(path); }\nconst once = (path: string) => fs.readFileSync(path);',
      "void text;",
    ],
    [
      "in a function that no reactor runs",
      'import fs from "node:fs";\nimport { synchronous } from "@picot/runtime";\nexport const stat = synchronous(() => fs.statSync("a"));',
      "",
    ],
    ["at the end of the process", 'import fs from "node:fs";\nprocess.once("exit", () => fs.writeSync(1, "a"));', ""],
    ["React's flushSync", 'import { flushSync } from "react-dom";', "flushSync(() => {});"],
    ["in types", 'import type fs from "node:fs";\nexport type Stat = typeof fs.statSync;', ""],
  ])("%s is no problem", async (_, head, body) => {
    expect(await foundIn(head, body)).toBe("");
  });

  test("application code may block", async () => {
    const text = inMethod('import fs from "node:fs";', 'fs.statSync("a");').replace("@reactor ", "");
    expect(await layerProblems(layerProject({ "src/app/store.ts": text }))).toEqual([]);
  });

  test("and so may a module tagged @blocking among the files of the reactor layer", async () => {
    const text = 'import fs from "node:fs";\n/** @blocking */\nexport function stat() { fs.statSync("a"); }\n';
    expect(await layerProblems(layerProject({ "src/reactor/stat.ts": text }, { reactor: ["src/reactor/**"] }))).toEqual(
      [],
    );
  });
});

const config = `import { readFileSync } from "node:fs";
export function load() { return ["a"].map((each) => readFileSync(each)); }
export class Config {
  readonly text = readFileSync("a");
  static make() { return readFileSync("a"); }
  read() { return readFileSync("a"); }
}
export class Reader { read() { return readFileSync("a"); } }
export const util = { load() { readFileSync("a"); } };
export default () => readFileSync("a");
export const quick = () => 1;
`;
const others = {
  "src/config.ts": config,
  "src/index.ts": 'export * from "./config.js";\nexport { load as read } from "./config.js";\n',
};

describe("a function of another file is looked into, one step", () => {
  test.each([
    ["by its name", 'import { load } from "../config.js";', "load();"],
    ["through another module", 'import { load } from "../index.js";', "load();"],
    ["through another module, renamed", 'import { read } from "../index.js";', "read();"],
    ["of the whole module", 'import * as config from "../config.js";', "config.load();"],
    ["a default export", 'import config from "../config.js";', "config();"],
    ["of an object", 'import { util } from "../config.js";', "util.load();"],
    ["a static method", 'import { Config } from "../config.js";', "Config.make();"],
    ["the fields of a new object", 'import { Config } from "../config.js";', "new Config();"],
    ["by import()", "", '(await import("../config.js")).load();'],
    ["a method of a new object", 'import { Reader } from "../index.js";', "new Reader().read();"],
    ["of one in a variable", 'import { Config } from "../config.js";\nexport let config: Config;', "config.read();"],
    ["of a parameter", 'import type { Config } from "../config.js";\nexport const a = (c?: Config) => c?.read();', ""],
    [
      "of a field",
      'import type { Config } from "../config.js";\nexport class A {\n#config: Config;\nread() { this.#config.read(); }\n}',
      "",
    ],
    [
      "of a field that a parameter is",
      'import type { Config } from "../config.js";\nexport class A {\nconstructor(readonly config: Config) {}\nread() { this.config.read(); }\n}',
      "",
    ],
  ])("%s", async (_, head, body) => {
    expect(await foundIn(head, body, others)).toBe("blocks-reactor");
  });

  test.each([
    ["one that does not block", 'import { quick } from "../config.js";', "quick();"],
    ["one that is only mentioned", 'import { load } from "../config.js";', "void load;"],
    ["while the module is loaded", 'import { load } from "../config.js";\nload();', ""],
    ["a method that does not", 'import type { Config } from "../config.js";', "((c: Config) => c.toString());"],
    [
      "a method of another object",
      'import type { Config } from "../config.js";',
      "((c: Config, d: Map<1, 1>) => d.read());",
    ],
    ["two steps away", 'import { far } from "../far.js";', "far();"],
  ])("and not %s", async (_, head, body) => {
    const far = { "src/far.ts": 'import { load } from "./config.js";\nexport const far = () => load();\n' };
    expect(await foundIn(head, body, { ...others, ...far })).toBe("");
  });

  test("and the place there is told", async () => {
    const project = layerProject({ [file]: inMethod('import { load } from "../config.js";', "load();"), ...others });
    const [problem] = await checkLayers(await createOptions({ project: project.folder }), scan(project.folder));
    expect(problem).toMatchObject({ severity: "error", place: { file, line: 5, column: 1, text: "load();" } });
    expect(problem?.sentence).toBe(
      "load() calls readFileSync() of node:fs (src/config.ts:2), which blocks the reactor's thread.",
    );
    expect(problem?.wayOut).toMatch(/^Await readFile\(\) of node:fs\/promises; or tag what blocks @blocking/);
  });

  test("again when that file has changed, though nothing else has", async () => {
    const project = layerProject({ [file]: inMethod('import { load } from "../config.js";', "load();"), ...others });
    expect(await layerProblems(project)).toHaveLength(1);
    project.write({ "src/config.ts": config.replace("=> readFileSync(each)", "=> String(each)") });
    expect(await layerProblems(project)).toEqual([]);
    project.write({ "src/config.ts": config });
    expect(await layerProblems(project)).toHaveLength(1);
  });
});

test("a function of the project's own that calls a facade is no way round the rule", async () => {
  const label =
    'import { Rates } from "../facade/rates.facade.js";\nexport function label() { return new Rates().latest(); }\nexport const NAME = "a";\n';
  const head = 'import { label, NAME } from "../app/label.js";';
  expect(await foundIn(head, "label();", { "src/app/label.ts": label })).toBe("calls-facade");
  expect(await foundIn(head, "void NAME;", { "src/app/label.ts": label })).toBe("");
});

test("the facade of a library is one, under whatever name it is installed", async () => {
  const library = {
    "node_modules/digests/package.json": '{ "exports": { "./blocking": "./digests.facade.js" } }',
    "node_modules/digests/digests.facade.js": "",
  };
  expect(await foundIn('import { Digests } from "digests/blocking";', "new Digests();", library)).toBe(
    "imports-facade",
  );
});

describe("what is tagged @blocking is not for the reactor layer to call", () => {
  const invoice =
    "export const PAGES = 3;\n/** @blocking */\nexport function render(): string { return String(PAGES); }\n";

  test.each([
    ["by its name", 'import { render } from "../invoice.js";', "render();"],
    ["of the whole module", 'import * as invoice from "../invoice.js";', "invoice.render();"],
    ["by import()", "", '(await import("../invoice.js")).render();'],
    ["for others", 'export { render } from "../invoice.js";', ""],
  ])("%s", async (_, head, body) => {
    expect(await foundIn(head, body, { "src/invoice.ts": invoice })).toBe("imports-blocking");
  });

  test.each([
    ["its twin", 'import { render } from "../invoice.deferred.js";', "await render();"],
    ["a type of it", 'import type { render } from "../invoice.js";\nexport type Render = typeof render;', ""],
    ["something else of the module", 'import { PAGES } from "../invoice.js";', "void PAGES;"],
    ["its URL", 'new URL("../invoice.js", import.meta.url);', ""],
  ])("but %s is", async (_, head, body) => {
    expect(await foundIn(head, body, { "src/invoice.ts": invoice })).toBe("");
  });
});

describe("what belongs to the process, in code that runs in a thread", () => {
  test.each([
    ["process.chdir()", "", 'process.chdir("/");', "process-state"],
    ["an imported name", 'import { chdir } from "node:process";', 'chdir("/");', "process-state"],
    ["umask with a mask", "", "process.umask(0o77);", "process-state"],
    ["the user", 'import process from "process";', "process.setuid?.(1);", "process-state"],
    ["while the module is loaded", 'process.chdir("/");', "", "process-state"],
    ["in another file", 'import { move } from "../move.js";', "move();", "process-state"],
    ["a variable of the environment", "", 'process.env.A = "1";', "process-copy"],
    ["one that goes", "", 'delete process.env["A"];', "process-copy"],
    ["several", 'import { env } from "node:process";', 'Object.assign(env, { A: "1" });', "process-copy"],
    ["the title", "", 'process.title = "a";', "process-copy"],
    ["a signal", "", 'process.on("SIGTERM", () => {});', "process-copy"],
  ])("%s is found", async (_, head, body, code) => {
    const move = { "src/move.ts": 'export function move() { process.chdir("/"); }\n' };
    expect(await foundIn(head, body, move)).toBe(code);
  });

  test.each([
    ["umask that only asks", "", "process.umask();"],
    ["a variable that is read", "", 'void process.env["A"];'],
    ["something else named process", "const process = { chdir() {} };", "process.chdir();"],
    ["an event that is no signal", "", 'process.on("warning", () => {});'],
    [
      "what only the main thread does",
      'import { isMainThread } from "node:worker_threads";',
      'if (isMainThread) process.chdir("/");',
    ],
  ])("%s is no problem", async (_, head, body) => {
    expect(await foundIn(head, body)).toBe("");
  });
});

describe("a line that is meant", () => {
  const stat = 'fs.statSync("a");';
  test.each([
    ["by a comment at its end", `${stat} // picot-ignore blocks-reactor: read once`],
    ["by one above", `// picot-ignore blocks-reactor: read once\n${stat}`],
    ["by one of several comments above", `// picot-ignore blocks-reactor: read once,\n// as we start\n${stat}`],
    ["for several codes", `${stat} // picot-ignore process-state, blocks-reactor`],
    ["in a block", `/* picot-ignore blocks-reactor */ ${stat}`],
  ])("is left alone, %s", async (_, body) => {
    expect(await foundIn('import fs from "node:fs";', body)).toBe("");
  });

  test.each([
    ["for another code", `${stat} // picot-ignore process-state`],
    ["for half a code", `${stat} // picot-ignore blocks-reactors`],
    ["further up", `// picot-ignore blocks-reactor\n\n${stat}`],
    ["on the line below", `${stat}\n// picot-ignore blocks-reactor`],
  ])("but not %s", async (_, body) => {
    expect(await foundIn('import fs from "node:fs";', body)).toBe("blocks-reactor");
  });
});
