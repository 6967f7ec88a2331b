/** Several reactors in one process, by name. */
import { threadId } from "node:worker_threads";
import {
  eventual,
  gather,
  isInReactor,
  noSetup,
  retrieveResult,
  runInReactor,
  setup,
  stop,
  waitFor,
} from "@picot/runtime";
import { callFromThread, deferToThread } from "@picot/runtime/pool";
import { A, later, Plain, whereA, whereB, whereDefault } from "../fixtures/rings.facade.ts";
import type { Where } from "../fixtures/rings.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { awaitCount, inThread, newShared } from "./threads.ts";

const rings = new URL("../fixtures/rings.js", import.meta.url);

export interface Threads {
  readonly main: number;
  /** Of a, b and the default reactor, as the main thread and then two workers see them. */
  readonly seen: readonly (readonly number[])[];
  readonly byReference: readonly number[];
}

/** The workers call first, each another reactor: all must come to the same ones. */
export async function reach(): Promise<Threads> {
  const workers = [inThread<number[]>(import.meta.url, "ask", "b"), inThread<number[]>(import.meta.url, "ask", "a")];
  const seen = await Promise.all(workers.map(async (each) => (await each.outcome).value ?? []));
  const own = ask("a");
  const where = waitFor<typeof import("../fixtures/rings.ts").where>(rings, "where", 5_000, { reactor: "b" });
  const begin = runInReactor<typeof import("../fixtures/rings.ts").where>(rings, "where", { reactor: "a" });
  const byReference = [begin().wait(5_000).thread, where().thread];
  await Promise.all(workers.map((each) => each.end()));
  return { main: threadId, seen: [own, ...seen], byReference };
}

export function ask(first: "a" | "b"): number[] {
  if (first === "b") whereB();
  return [whereA().thread, whereB().thread, whereDefault().thread];
}

export interface Nested {
  readonly path: readonly number[];
  readonly threads: readonly number[];
  readonly own: Outcome;
}

/** One reactor calls a facade of another, and that of a third; and a facade of its own. */
export function nest(): Nested {
  const path = A.hop(["B", "Plain"], null);
  return {
    path,
    threads: [whereA().thread, whereB().thread, whereDefault().thread],
    own: outcomeOf(() => A.hop(["A"], null)),
  };
}

/** Stopping one reactor leaves the others alone; a name that is none is refused. */
export function stopOne(): { stopped: Outcome; other: boolean; again: boolean; names: readonly Outcome[] } {
  const [first, other] = [whereB().thread, whereDefault().thread];
  stop({ name: "b" });
  const stopped = outcomeOf(() => whereB());
  setup({ name: "b" });
  return {
    stopped,
    other: whereDefault().thread === other,
    again: whereB().thread !== first,
    names: ["", "a b", "a/b", "x".repeat(61)].map((name) => outcomeOf(() => setup({ name }))),
  };
}

export async function host(): Promise<{ where: unknown; elsewhere: unknown; posted: number; refused: Outcome }> {
  noSetup({ name: "b" });
  const refused = outcomeOf(() => noSetup());
  const where = await deferToThread<Where>(new URL(import.meta.url), "askB");
  const elsewhere = await deferToThread<Where>(new URL(import.meta.url), "askDefault");
  const posted = await deferToThread<number>(new URL(import.meta.url), "postHome");
  return { where: { ...where, host: threadId, inHost: isInReactor() }, elsewhere, posted, refused };
}

export const askB = (): Where => whereB();
export const askDefault = (): Where => whereDefault();

/** The thread in which a function runs that a thread of the pool posts home. */
export function postHome(): number {
  const shared = newShared();
  callFromThread(new URL(import.meta.url), "writeThread", shared);
  awaitCount(shared, 1);
  return new Int32Array(shared)[1] ?? -1;
}

export function writeThread(shared: SharedArrayBuffer): void {
  const words = new Int32Array(shared);
  words[1] = threadId;
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
}

/** Results of several reactors: stashed and taken back, gathered, and passed where they do not belong. */
export function results(): { stashed: string; order: readonly number[]; same: boolean } {
  const id = eventual(later)(1, "stashed").stash();
  // Started, and not only begun to.
  Plain.hop([], null);
  const plain = eventual(Plain);
  const soon = [eventual(later)(500, "late"), plain.hop([], null), eventual(later)(10, "soon")];
  const order = [...gather<(typeof soon)[number]>(soon, 5_000)].map(({ index }) => index);
  const a = new A();
  return {
    stashed: retrieveResult<string>(id).wait(5_000),
    order: order.slice(-1),
    same: a.itself() === a,
  };
}
