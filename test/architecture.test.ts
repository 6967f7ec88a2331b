/** The rules of ARCHITECTURE.md that can be read off the sources. */
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".ts"))
    .map((each) => join(folder, each));
}

const read = (file: string): string => readFileSync(join(root, file), "utf8");

function imports(file: string): string[] {
  const code = read(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, specifier = ""]) => specifier);
}

/** The runtime's parts from the bottom up: a part imports from its own row and from those before it. */
const rows: readonly (readonly string[])[] = [
  ["wire", "errors", "per-thread", "unique", "thenable"],
  [
    "deadline",
    "role",
    "stack",
    "memory",
    "lane",
    "context",
    "context-value",
    "log",
    "collections",
    "unseen",
    "blocked-loop",
  ],
  [
    "parts",
    "module-url",
    "events-plan",
    "plan",
    "handles",
    "iterators",
    "outgoing",
    "codec",
    "eventual-result",
    "interrupted",
  ],
  [
    "parcel",
    "replies",
    "tree",
    "stash",
    "blocked",
    "sent",
    "doorbell",
    "requests",
    "callbacks",
    "events",
    "arrivals",
    "waits",
  ],
  ["answer", "functions", "emitted", "running-call", "run-work"],
  ["call", "serve"],
  ["reactor"],
  [
    "handoff",
    "retrieve",
    "live-objects",
    "start",
    "run",
    "eventual",
    "gather",
    "expected",
    "listen",
    "pump",
    "current-call",
    "call-in-reactor",
    "mark",
    "asynchronous",
    "synchronous",
  ],
  ["index", "facade", "pool", "green", "testing"],
];
const runtime = sources("packages/runtime/src");
const partOf = (file: string): string => relative("packages/runtime/src", file).split("/")[0]!.replace(/\.ts$/, ""); // never empty
const rankOf = (part: string): number => rows.findIndex((row) => row.includes(part));

test("every part of the runtime has its row", () => {
  expect([...new Set(runtime.map(partOf))].filter((part) => rankOf(part) < 0)).toEqual([]);
});

test("data goes down the runtime's rows and never climbs", () => {
  const climbs = runtime.flatMap((file) =>
    imports(file)
      .filter((each) => each.startsWith("."))
      .map((each) => partOf(join(file, "..", each)))
      .filter((part) => rankOf(part) > rankOf(partOf(file)))
      .map((part) => `${file} -> ${part}`),
  );
  expect(climbs).toEqual([]);
});

test("the two halves of the hand-off never import each other", () => {
  expect(imports("packages/runtime/src/call.ts")).not.toContain("./serve.ts");
  expect(imports("packages/runtime/src/serve.ts")).not.toContain("./call.ts");
});

test("only memory/ names Atomics", () => {
  const others = runtime.filter((file) => partOf(file) !== "memory" && /\bAtomics\s*\./.test(read(file)));
  expect(others).toEqual([]);
});

test("the runtime depends on nothing but Node, and on piscina behind ./pool", () => {
  const foreign = runtime.flatMap((file) =>
    imports(file)
      .filter((each) => !each.startsWith(".") && !each.startsWith("node:"))
      .map((each) => `${file} ${each}`),
  );
  expect(foreign.sort()).toEqual([
    "packages/runtime/src/pool/pool-worker.ts piscina",
    "packages/runtime/src/pool/thread.ts piscina",
  ]);
});

test("only the generator's read/ imports the compiler", () => {
  const others = sources("tools/picot/src").filter(
    (file) => !file.includes("/read/") && imports(file).some((each) => /ts-morph|compiler\.cjs/.test(each)),
  );
  expect(others).toEqual([]);
});

test("no source file is over 400 lines", () => {
  const folders = [
    "packages/runtime/src",
    "packages/services/src",
    "tools/picot/src",
    "tools/lint/src",
    "tools/bench/src",
    "tools/faults/src",
    "tools/runtimes/src",
    "examples/exchange-rate/src",
    "examples/eslint-rule/src",
    "examples/library/src",
  ];
  const long = folders.flatMap(sources).filter((file) => read(file).split("\n").length > 400);
  expect(long).toEqual([]);
});
