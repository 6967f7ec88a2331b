/** The end of a process whose reactor has something to put away. */
import { execFileSync, fork } from "node:child_process";
import cluster from "node:cluster";
import { once } from "node:events";
import { mkdtempSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import { eventual, noSetup, stop, withReactor } from "@picot/runtime";
import { deferToThread } from "@picot/runtime/pool";
import { Ending } from "../fixtures/ending.facade.ts";
import { type Outcome, outcome, outcomeOf } from "./outcome.ts";
import { type Thread, awaitCount, countOf, inThread, newShared } from "./threads.ts";

const here = import.meta.url;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** How a program ends. */
export type End = "returns" | "exits" | "throws" | "stops";

function end(how: End): void {
  if (how === "exits") process.exit(5);
  if (how === "throws") throw new Error("uncaught");
  if (how === "stops") stop();
}

export function hooks(names: string[], how: End): void {
  const ending = new Ending();
  ending.hooks(names);
  ending.takenBack();
  end(how);
}

export function inFlight(how: End): void {
  const ending = new Ending();
  ending.listen();
  const shared = newShared();
  eventual(ending).work(shared);
  awaitCount(shared, 1);
  end(how);
}

/** Nothing of it heeds a signal, so nothing is waited for. */
export function nothingToClean(): void {
  const shared = newShared();
  eventual(new Ending()).hang(shared);
  awaitCount(shared, 1);
}

/** The reactor's thread computes for ever. */
export function stuck(): void {
  const shared = newShared();
  eventual(new Ending()).compute(shared);
  awaitCount(shared, 1);
}

/** A thread that computes until a hook tells it to end; main does not wait for it. */
export function spinning(): void {
  const [started, told, ended] = [newShared(), newShared(), newShared()];
  new Ending().raise(told);
  const code = `
    const { workerData: [started, told, ended] } = require("node:worker_threads");
    Atomics.add(new Int32Array(started), 0, 1);
    Atomics.notify(new Int32Array(started), 0);
    while (Atomics.load(new Int32Array(told), 0) === 0);
    Atomics.store(new Int32Array(ended), 0, 1);
    Atomics.notify(new Int32Array(ended), 0);`;
  new Worker(code, { eval: true, workerData: [started, told, ended] }).unref();
  awaitCount(started, 1);
  // Before picot's, which comes after all listeners: the thread still computes.
  process.on("exit", () => say(`exit ${countOf(ended)}`));
}

/** Listeners of the exit event, before and after the first call, make calls; and one after stop(). */
export function exitHandlers(): void {
  let ending: Ending | undefined;
  process.on("exit", () => say(`before ${ending?.answer()}`));
  ending = new Ending();
  ending.hooks(["hook"]);
  process.on("exit", () => say(`after ${ending.answer()} ${new Ending().answer()}`));
  process.on("exit", () => {
    stop();
    say(String(outcomeOf(() => ending.answer()).error?.code));
  });
}

/** Workers are blocked in calls that never end, and main ends. */
export async function blockedWorkers(how: End, calls: boolean): Promise<void> {
  const shared = newShared();
  if (calls) new Ending().answer();
  for (let i = 0; i < 2; i += 1) inThread(here, "hang", shared).worker.unref();
  awaitCount(shared, 2);
  say(`ends ${Date.now()}`);
  end(how);
}

export function hang(shared: SharedArrayBuffer): void {
  new Ending().hang(shared);
}

/** The reactor's thread sits in a system call that nothing ends. */
export function inSystemCall(): void {
  const fifo = join(mkdtempSync(join(tmpdir(), "picot-")), "fifo");
  execFileSync("mkfifo", [fifo]);
  const shared = newShared();
  eventual(new Ending()).read(shared, fifo);
  awaitCount(shared, 1);
  say(JSON.stringify(outcomeOf(() => stop({ within: 100 }))));
}

/** An answer that had come is there, as often as it is asked for. */
export function answeredBeforeStop(): number[] {
  const ending = new Ending();
  const soon = eventual(ending).answer();
  ending.answer();
  stop();
  return [soon.wait(0), soon.wait(0), soon.wait(0)];
}

export interface Scope {
  readonly scope: Outcome;
  readonly callers: Outcome[];
  readonly after: Outcome;
}

/** A scope is left, by an error or without, while two workers are in calls. */
export async function scope(ms: number, error: string | null): Promise<Scope> {
  const threads: Thread<string>[] = [];
  const shared = newShared();
  const left = outcomeOf(() =>
    withReactor(() => {
      for (let i = 0; i < 2; i += 1) threads.push(inThread<string>(here, "last", shared, ms));
      awaitCount(shared, 2);
      if (error !== null) throw new RangeError(error);
      return "body";
    }),
  );
  const after = outcomeOf(() => new Ending());
  const callers = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return { scope: left, callers, after };
}

export function last(shared: SharedArrayBuffer, ms: number): string {
  return new Ending().last(shared, ms);
}

export async function asyncScope(): Promise<{ result: string; after: Outcome }> {
  const result = await withReactor(async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return `${new Ending().answer()}`;
  });
  return { result, after: outcomeOf(() => new Ending()) };
}

/** A stop that need not wait comes while another one lets a call finish. */
export async function overruled(): Promise<{ first: Outcome<void>; second: Outcome; caller: Outcome }> {
  const shared = newShared();
  const ending = new Ending();
  const caller = inThread<string>(here, "last", shared, 20_000);
  awaitCount(shared, 1);
  const first = inThread<void>(here, "stopFinishing", shared);
  awaitCount(shared, 2);
  ending.answer();
  const second = outcomeOf(() => stop());
  const all = { first: await first.outcome, second, caller: await caller.outcome };
  await Promise.all([first.end(), caller.end()]);
  return all;
}

export function stopFinishing(shared: SharedArrayBuffer): void {
  new Ending().raise(newShared());
  Atomics.add(new Int32Array(shared), 0, 1);
  Atomics.notify(new Int32Array(shared), 0);
  stop({ within: 20_000, calls: "finish" });
}

export function childOfReactor(): number | null {
  return new Ending().child(100);
}

export function lastLine(): void {
  say(String(outcomeOf(() => new Ending().printAndExit("the last line")).error?.code));
}

/** A thread of the host's pool sleeps while the reactor begins to stop, and calls it then. */
export async function calledWhileStopping(): Promise<Outcome> {
  noSetup();
  const started = newShared();
  const job = deferToThread<number>(new URL("./workers/sleeper.js", here), "sleepAndCall", started, 500);
  while (countOf(started) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  stop();
  return await outcome(() => job);
}

export interface Family {
  /** An answer and the process of its reactor. */
  readonly children: [number, number][];
  readonly codes: (number | null)[];
  readonly parent: number[];
}

/** A process that has a reactor starts others that have their own. */
export async function family(): Promise<Family> {
  const ending = new Ending();
  const program = fileURLToPath(new URL("./workers/child.js", here));
  const parent = [process.pid, ending.process()];
  cluster.setupPrimary({ exec: program });
  const started = [fork(program), cluster.fork().process];
  const children = started.map(async (child) => {
    const [[answer], [code]] = await Promise.all([once(child, "message"), once(child, "exit")]);
    return { answer: answer as [number, number], code: code as number | null }; // as child.ts sends it, and as Node documents
  });
  parent.push(ending.process());
  const all = await Promise.all(children);
  parent.push(ending.process());
  return { children: all.map(({ answer }) => answer), codes: all.map(({ code }) => code), parent };
}
