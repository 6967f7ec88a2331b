import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import {
  type LiveObjects,
  type Shared,
  facadeOf,
  liveObjects,
  scope,
  setup,
  share,
  stop,
  traceLiveObjects,
} from "@picot/runtime";
import { Office, User } from "../fixtures/live.facade.ts";
import { Thing } from "../fixtures/things.facade.ts";
import { thrownBy } from "./hand-made.ts";

interface Told {
  readonly name: string;
  readonly again: boolean;
  readonly back: Shared<object>;
  readonly held: readonly LiveObjects[];
}

const startWorker = (): Worker => new Worker(new URL("./workers/takes-shared.js", import.meta.url));

async function ask(worker: Worker, shared: Shared<object>): Promise<Told> {
  worker.postMessage(shared);
  const [told] = (await once(worker, "message")) as [Told]; // as the worker posts it
  return told;
}

const codeOf = (run: () => unknown): unknown => {
  const error = thrownBy(run) as { readonly code?: unknown; readonly message?: unknown }; // picot's own errors
  return [error.code, error.message];
};

/** A facade of one thread in another, and back. */
export async function toAnotherThread(): Promise<unknown> {
  setup();
  const worker = startWorker();
  const user = new User("shared");
  const { name, again, back } = await ask(worker, share(user));
  const same = facadeOf(back) === user;
  await worker.terminate();
  return { name, again, same, plain: Object.keys(share(user)) };
}

/** Held by whoever has it: first by the share, then by the other thread, then by none. */
export async function freedWithBoth(): Promise<unknown> {
  setup();
  const counts = [Thing.held()];
  const shared = scope(() => share(new Thing()));
  counts.push(Thing.held());
  const worker = startWorker();
  const { back } = await ask(worker, shared);
  // Neither this thread nor a share holds it now, but the worker does.
  scope(() => void facadeOf(back));
  counts.push(Thing.held());
  worker.postMessage(null);
  await once(worker, "exit");
  while (Thing.held() > 0);
  const gone = codeOf(() => facadeOf(shared));
  stop();
  setup();
  return { counts, gone, stale: codeOf(() => facadeOf(shared)) };
}

export function notShared(): unknown {
  setup();
  const wrong = [{}, null, new Office().stream()] as unknown as User[]; // what TypeScript would refuse is what is tested
  const user = new User("x");
  return {
    share: wrong.map((each) => codeOf(() => share(each))),
    facadeOf: [null, {}, { ...share(user), share: "1" }].map((each) => codeOf(() => facadeOf(each as Shared<User>))), // as above
  };
}

/** What is got in a scope, is there after it, and is not. */
export function scopes(): unknown {
  setup();
  const office = new Office();
  const ann = office.ann();
  const { kept, list, lost, iterator } = scope(() => {
    const [one, two, three] = office.many(3) as [User, User, User]; // as many
    const items = office.stream();
    items.next();
    lostHere = [three, items];
    return { kept: one, list: [new Map([["two", two]])], lost: undefined, iterator: undefined };
  });
  const [third, stream] = lostHere as [User, ReturnType<Office["stream"]>];
  void [lost, iterator];
  const inner = scope(() => {
    const outer = scope(() => office.many(1));
    return [outer[0]?.name(), liveObjects().length];
  });
  const failed = thrownBy(() =>
    scope(() => {
      lostHere = office.many(1);
      throw new RangeError("in the scope");
    }),
  );
  return {
    before: [office.ann() === ann, ann.name()],
    kept: [kept.name(), list[0]?.get("two")?.name()],
    lost: [codeOf(() => third.name()), codeOf(() => office.all(third)), codeOf(() => stream.next())],
    inner: inner[0],
    failed: [failed instanceof RangeError, codeOf(() => (lostHere[0] as User).name())],
    promise: codeOf(() => scope(async () => 1)),
    left: liveObjects().map(({ class: of, count }) => [of, count]),
  };
}
let lostHere: readonly unknown[] = [];

/** Objects are freed at the end of each turn, in a thread that never turns its loop and never collects garbage. */
export function scopeInLoop(): unknown {
  setup();
  const office = new Office();
  let most = 0;
  for (let i = 0; i < 50; i += 1) {
    scope(() => void office.many(20));
    most = Math.max(most, ...liveObjects().map(({ count }) => count));
  }
  return most;
}

/** Objects in results, and in what a function is asked with, that were refused and so not sent. */
export function unsent(): unknown {
  setup();
  const office = new Office();
  for (const how of ["function", "other", "number"] as const) thrownBy(() => office.broken(how));
  const asked = thrownBy(() => office.brokenAsk(() => undefined));
  return [asked instanceof Error && asked.message, liveObjects().map(({ class: of, count }) => [of, count])];
}

/** The text of the line that a report names. */
function lineAt(at: string): string {
  const [, url = "", line] = /^(.+):(\d+):\d+$/.exec(at) ?? [];
  const path = url.startsWith("file:") ? fileURLToPath(url) : url;
  return readFileSync(path, "utf8").split("\n")[Number(line) - 1]?.trim() ?? "";
}

/** Who holds what, and where it got it. */
export async function report(): Promise<unknown> {
  setup();
  const office = new Office();
  traceLiveObjects();
  const users = office.many(3);
  const more = office.many(2);
  const rows = office.stream();
  rows.next();
  traceLiveObjects(false);
  const untraced = office.many(1);
  const worker = startWorker();
  const { held } = await ask(worker, share(new User("given")));
  await worker.terminate();
  void [users, more, rows, untraced];
  return held.map(({ class: of, thread, at, count }) => [
    of,
    thread === 0 ? "main" : "worker",
    at === undefined ? null : lineAt(at),
    count,
  ]);
}
