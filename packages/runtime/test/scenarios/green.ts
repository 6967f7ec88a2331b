import { setTimeout as later } from "node:timers/promises";
import { eventual, noSetup } from "@picot/runtime";
import { type Green, blockingCallFromGreenlet, deferToGreenlet, sleep, waitForDeferred } from "@picot/runtime/green";
import { Calculator as Facade } from "../fixtures/calculator.facade.ts";
import { Greens } from "../fixtures/greens.facade.ts";

function raise(): never {
  throw new RangeError("from the deep");
}

async function failing(): Promise<never> {
  await later(1);
  return raise();
}

function* inner(): Green<void> {
  yield* sleep(1);
  yield* blockingCallFromGreenlet(failing);
}

function* middle(): Green<void> {
  yield* inner();
}

const stackOf = (task: PromiseLike<unknown>): PromiseLike<string> =>
  task.then(
    () => "no error",
    (error: unknown) => String((error as Error).stack), // whatever was thrown
  );

export async function stackOfRejection(): Promise<string> {
  return stackOf(
    deferToGreenlet(function* theTask() {
      yield* middle();
    }),
  );
}

export async function stackOfEarlyRejection(): Promise<string> {
  const atOnce = async (): Promise<never> => {
    throw new RangeError("at once");
  };
  return stackOf(
    deferToGreenlet(function* theTask() {
      yield* blockingCallFromGreenlet(atOnce);
    }),
  );
}

export async function stackOfShared(): Promise<string> {
  const shared = failing();
  const tasks = [1, 2].map(() => stackOf(deferToGreenlet(() => waitForDeferred(shared))));
  return (await Promise.all(tasks)).at(-1) ?? "";
}

export async function unhandled(): Promise<string[]> {
  const heard: string[] = [];
  process.on("unhandledRejection", (error) => heard.push((error as Error).message)); // all that is thrown here
  deferToGreenlet(function* () {
    yield* sleep(1);
    throw new RangeError("nobody waits");
  });
  const waiting = deferToGreenlet(() => sleep(10_000));
  deferToGreenlet(() => sleep(10_000)).cancel();
  await later(20);
  waiting.cancel();
  await later(20);
  return heard;
}

/** A facade of this very reactor: its own thread calls it. */
export async function facadeInReactor(): Promise<string> {
  noSetup();
  const facade = Object.create(Facade.prototype) as Facade; // a constructor would be refused before
  const task = deferToGreenlet(function* counting() {
    yield* sleep(1);
    return facade.add(1, 2);
  });
  return task.then(String, (error: unknown) => (error as Error).message); // picot's
}

/** A wait that began outside of the task. */
export async function waitInGreen(): Promise<string> {
  const soon = eventual(new Facade()).later(1, "soon");
  const task = deferToGreenlet(function* waiting() {
    return soon.wait(5_000);
  });
  return task.then(String, (error: unknown) => (error as Error).message); // picot's
}

/** Behind a facade, in a reactor that has the thread to itself. */
export function embedded(): { ran: number; timeout: string; stopped: boolean; stack: string } {
  const greens = new Greens();
  const ran = greens.crowd(100);
  let timeout = "";
  try {
    greens.never();
  } catch (error) {
    timeout = (error as { code: string }).code; // picot's
  }
  let stopped = false;
  for (let tries = 0; tries < 1_000 && !stopped; tries += 1) stopped = greens.stopped();
  let stack = "";
  try {
    greens.failing();
  } catch (error) {
    stack = String((error as Error).stack); // as it was thrown
  }
  return { ran, timeout, stopped, stack };
}

export async function crowd(): Promise<{ ms: number; megabytes: number }> {
  const start = performance.now();
  const tasks = Array.from({ length: 100_000 }, () => deferToGreenlet(() => sleep(100)));
  let most = process.memoryUsage.rss();
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  await Promise.all(tasks);
  clearInterval(watch);
  return { ms: performance.now() - start, megabytes: most / 1e6 };
}
