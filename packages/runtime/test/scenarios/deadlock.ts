/** Reactors that wait for each other. */
import { DeadlockError, type DeadlockLink, isInReactor, noSetup, waitFor } from "@picot/runtime";
import { deferToThread } from "@picot/runtime/pool";
import { A, B, C, Plain } from "../fixtures/rings.facade.ts";
import { Misuse } from "../fixtures/misuse.facade.ts";
import type { Outcome as Refusal } from "../fixtures/misuse.ts";
import type { Stop } from "../fixtures/rings.ts";
import { type Outcome, failure, outcomeOf } from "./outcome.ts";
import { inThread } from "./threads.ts";

const rings = new URL("../fixtures/rings.js", import.meta.url);
const facades = { A, B, C, Plain, Slow: Plain };

export interface Deadlock {
  readonly error: unknown;
  readonly ring: readonly DeadlockLink[];
  readonly ms: number;
  /** Each of them serves afterwards. */
  readonly after: readonly number[];
}

/** The first calls the second, and so on. All are there, and have loaded what they need. */
export function ring(path: Stop[]): Deadlock {
  const [first, ...rest] = path as [Stop, ...Stop[]];
  for (const each of path) for (const next of path) if (each !== next) facades[each].hop([next], null);
  const start = performance.now();
  try {
    facades[first].hop(rest, null);
  } catch (error) {
    const ms = performance.now() - start;
    const links = error instanceof DeadlockError ? error.ring : [];
    return { error: failure(error), ring: links, ms, after: path.flatMap((each) => facades[each].hop([], null)) };
  }
  throw new Error("it went through");
}

export async function hostedRing(): Promise<{ value: Deadlock; inHost: boolean }> {
  noSetup();
  return {
    value: await deferToThread<Deadlock>(new URL(import.meta.url), "ring", ["Plain", "B", "Plain"]),
    inHost: isInReactor(),
  };
}

/** Two threads have two reactors call each other at the same moment, time and again: how often one, or both, were told. */
export async function atOnce(rounds: number): Promise<{ one: number; both: number; others: readonly unknown[] }> {
  A.hop(["B"], null);
  B.hop(["A"], null);
  const gates = Array.from({ length: rounds }, () => {
    const gate = new SharedArrayBuffer(8);
    new Int32Array(gate)[1] = 2;
    return gate;
  });
  const threads = [
    inThread<Outcome[]>(import.meta.url, "meet", "A", gates),
    inThread<Outcome[]>(import.meta.url, "meet", "B", gates),
  ];
  const [first = [], second = []] = await Promise.all(threads.map(async (each) => (await each.outcome).value ?? []));
  await Promise.all(threads.map((each) => each.end()));
  const told = first.map(
    (each, i) => [each, second[i]].filter((one) => one?.error?.code === "ERR_PICOT_DEADLOCK").length,
  );
  const others = [...first, ...second].filter(
    ({ error }) => error !== undefined && error.code !== "ERR_PICOT_DEADLOCK",
  );
  return { one: told.filter((each) => each === 1).length, both: told.filter((each) => each === 2).length, others };
}

export function meet(own: "A" | "B", gates: readonly SharedArrayBuffer[]): Outcome[] {
  return gates.map((gate) => {
    const outcome = outcomeOf(() => facades[own].hop([own === "A" ? "B" : "A"], gate));
    // The other may still be in the call that failed.
    const words = new Int32Array(gate);
    Atomics.add(words, 0, 1);
    while (Atomics.load(words, 0) < 4);
    return outcome;
  });
}

/** A chain of waits that last longer than anybody looks, from both sides, with no ring. */
export async function noRing(): Promise<readonly Outcome[]> {
  const threads = (["A", "B", "Plain"] as const).map((each) => inThread<Outcome>(import.meta.url, "slow", each));
  const outcomes = await Promise.all(threads.map((each) => each.outcome));
  await Promise.all(threads.map((each) => each.end()));
  return outcomes;
}

export function slow(first: "A" | "B" | "Plain"): number {
  const paths: Record<typeof first, Stop[]> = { A: ["B", "C", "Slow"], B: ["C", "Slow"], Plain: ["A", "C", "Slow"] };
  return facades[first].hop(paths[first], null).length;
}

/** The reactor a runs a function for b, which waits for a meanwhile: `ran` before anybody was told. */
export function whileAsked(ms: number): Outcome & { ran: boolean } {
  A.hop(["B"], null);
  B.hop(["A"], null);
  const ran = new SharedArrayBuffer(4);
  const outcome = outcomeOf(() => A.askedBack(ms, ran));
  return { ...outcome, ran: Atomics.load(new Int32Array(ran), 0) === 1 };
}

/** A reactor waits for the start of another, which waits for it. */
export function whileStarting(): Outcome {
  const start = waitFor<typeof import("../fixtures/rings.ts").startLate>(rings, "startLate", 20_000, { reactor: "a" });
  return outcomeOf(() => start());
}

/** Called in the reactor's own thread; the second time, when all is loaded. */
export function itself(): Refusal {
  const misuse = new Misuse();
  misuse.callsFacade("static");
  return misuse.callsFacade("static");
}

/** A module whose loading waits for work that loads the same module. */
export async function loadsSame(): Promise<unknown> {
  const { loaded } = await import("./workers/loads-itself.ts");
  return loaded;
}
