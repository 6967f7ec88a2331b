import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FOREVER, setup, stop, waitFor } from "@picot/runtime";
import { Probe } from "../fixtures/probe.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { inThread } from "./threads.ts";

/** What is wrong with a module of the reactor layer. Files of their own, since none of them would compile. */
const BROKEN = {
  "syntax error": "export function work( {",
  "top-level throw": 'throw Object.assign(new RangeError("thrown at the top"), { code: "E_TOP" });',
  "missing import": 'import "./imported-and-not-there.js"; export function work() {}',
  "missing export": 'import { nothing } from "node:fs"; export function work() {}',
  "late throw": 'await new Promise((resolve) => setTimeout(resolve, 10)); throw new Error("thrown after an await");',
} as const;

export type Kind = keyof typeof BROKEN | "missing";

function withModule<T>(kind: Kind, use: (url: URL) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "picot-test-"));
  const path = join(folder, "layer.mjs");
  if (kind !== "missing") writeFileSync(path, BROKEN[kind]);
  try {
    return use(pathToFileURL(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Started {
  readonly setup: Outcome;
  /** What a caller gets then. */
  readonly call: Outcome;
  /** And after a setup without the module. */
  readonly repaired: Outcome;
}

/** setup() with a module that cannot be loaded. */
export function setupWith(kind: Kind): Started {
  const failed = withModule(kind, (url) => outcomeOf(() => setup({ modules: [url] })));
  const call = outcomeOf(() => new Probe());
  setup();
  return { setup: failed, call, repaired: outcomeOf(() => new Probe().inReactor()) };
}

/** The same module met at the first call: the reactor is there, and stays. */
export function callInto(kind: Kind): { call: Outcome; again: Outcome; other: Outcome } {
  const [call, again] = withModule(kind, (url) => {
    const work = waitFor<() => void>(url, "work", FOREVER);
    return [outcomeOf(() => work()), outcomeOf(() => work())] as const;
  });
  return { call, again, other: outcomeOf(() => new Probe().inReactor()) };
}

/** As setupWith, in a worker. */
export async function setupInWorker(): Promise<Outcome> {
  const thread = inThread<Outcome>(import.meta.url, "setupBroken");
  const { value, error } = await thread.outcome;
  await thread.end();
  if (value === undefined) throw new Error(error?.message);
  return value;
}

export function setupBroken(): Outcome {
  return withModule("top-level throw", (url) => outcomeOf(() => setup({ modules: [url] })));
}

/** A module that is fine is loaded when setup() returns. */
export function setupWithGood(): boolean {
  return withModule("missing", (missing) => {
    const path = new URL("./good.mjs", missing);
    writeFileSync(path, "export function work() { return 'worked'; }");
    setup({ modules: [path] });
    // The file is not needed any more.
    rmSync(path);
    const result = waitFor<() => string>(path, "work", 5000)();
    stop();
    return result === "worked";
  });
}

/** Options that Node refuses, and a call after that. */
export function refusedOptions(): { refused: Outcome; next: Outcome } {
  const options = { threadName: 5 as unknown as string }; // as a program without types may have it
  return { refused: outcomeOf(() => setup(options)), next: outcomeOf(() => new Probe().inReactor()) };
}

/** In a process that may start no worker. */
export function startHere(): Outcome {
  return outcomeOf(() => setup());
}

/** A module in TypeScript, and whether this Node runs such. */
export function setupWithTypeScript(): { loaded: Outcome; runs: boolean } {
  const { typescript = false } = process.features as { typescript?: string | false }; // younger than the types
  const loaded = withModule("missing", (missing) => {
    const path = new URL("./layer.ts", missing);
    writeFileSync(path, "export function work(of: number): number { return of; }");
    return outcomeOf(() => setup({ modules: [path] }));
  });
  return { loaded, runs: typescript !== false };
}

/** A module whose top level never ends, with a timer that goes on; then another start. */
export function setupThatHangs(): { setup: Outcome; call: Outcome; repaired: Outcome } {
  const hanging = withModule("missing", (missing) => {
    const path = new URL("./layer.mjs", missing);
    writeFileSync(path, "setInterval(() => {}, 1000); await new Promise(() => {});");
    return outcomeOf(() => setup({ modules: [path], startTimeout: 500 }));
  });
  const call = outcomeOf(() => new Probe());
  setup();
  return { setup: hanging, call, repaired: outcomeOf(() => new Probe().inReactor()) };
}
