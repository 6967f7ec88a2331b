import { noSetup, setup, waitFor } from "@picot/runtime";
import { callFromThread, deferToThread } from "@picot/runtime/pool";
import { thrownBy } from "./hand-made.ts";
import { failure } from "./outcome.ts";
import { inThread } from "./threads.ts";

const here = import.meta.url;
const posts = new URL("../fixtures/posts.js", import.meta.url);
type Posts = typeof import("../fixtures/posts.ts");
const counts = waitFor<Posts["counts"]>(posts, "counts", 60_000);
const notes = waitFor<Posts["notes"]>(posts, "notes", 10_000);

/** From the thread that started the reactor, from another one, and from reactor-layer code. */
export async function embedded(): Promise<unknown> {
  callFromThread(posts, "note", "main,");
  await fromWorker("worker,");
  return { notes: notes(), order: waitFor<Posts["orderOfTurns"]>(posts, "orderOfTurns", 10_000)() };
}

async function fromWorker(text: string): Promise<void> {
  const thread = inThread<void>(here, "noteFrom", text);
  const { error } = await thread.outcome;
  if (error !== undefined) throw new Error(error.message);
  await thread.end();
}

export function noteFrom(text: string): void {
  callFromThread(posts, "note", text);
}

/** In the thread that called noSetup(), and from its pool. */
export async function hosted(): Promise<unknown> {
  noSetup();
  const module = (await import(posts.href)) as Posts; // the same instance: this is the reactor
  callFromThread(posts, "note", "host,");
  const atOnce = (await module.notes()).length;
  await deferToThread(here, "noteFrom", "pool,");
  await deferToThread(here, "noteFrom", "pool again,");
  while ((await module.notes()).length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  return { atOnce, notes: await module.notes(), order: await module.orderOfTurns() };
}

/** A hundred thousand in a row, from this thread or from others at once, while the module is still to be loaded. */
export async function many(threads: number, each: number): Promise<unknown> {
  setup();
  const before = process.memoryUsage().rss;
  let peak = before;
  const others = Array.from({ length: threads }, (_, i) => inThread<void>(here, "postAll", `t${i}`, each));
  for (let i = 0; i < each; i += 1) {
    callFromThread(posts, "add", "main", i);
    if (i % 5_000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  for (const other of others) {
    const { error } = await other.outcome;
    if (error !== undefined) throw new Error(error.message);
    await other.end();
  }
  return { ...countsOnceSeen(["main", ...others.map((_, i) => `t${i}`)], each - 1), megabytes: (peak - before) / 1e6 };
}

/** Of different threads nothing is promised about order: what others sent may still wait when this thread asks. */
function countsOnceSeen(threads: readonly string[], last: number): ReturnType<typeof counts> {
  let now = counts();
  for (const end = Date.now() + 20_000; threads.some((each) => now.seen[each] !== last) && Date.now() < end;)
    now = counts();
  return now;
}

export function postAll(name: string, each: number): void {
  for (let i = 0; i < each; i += 1) callFromThread(posts, "add", name, i);
}

/** Workers that end right after their calls. */
export async function thenEnd(): Promise<unknown> {
  setup();
  const names = ["t0", "t1", "t2"];
  for (const name of names) {
    const thread = inThread<void>(here, "postAll", name, 3_000);
    await thread.outcome;
    await thread.end();
  }
  return countsOnceSeen(names, 2_999);
}

export function errors(): unknown {
  postErrors();
  const settled = waitFor<Posts["settled"]>(posts, "settled", 10_000)();
  return [notes(), settled];
}

export async function errorsInHost(): Promise<unknown> {
  noSetup();
  const module = (await import(posts.href)) as Posts; // the same instance: this is the reactor
  postErrors();
  while ((await module.notes()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return [await module.notes(), await module.settled()];
}

function postErrors(): void {
  callFromThread(posts, "fails", "at once");
  callFromThread(posts, "failsLater", "later");
  callFromThread(posts, "noSuchExport");
  callFromThread(posts, "note", "afterwards,");
}

export function misuse(): unknown {
  const refused = failure(thrownBy(() => callFromThread(posts, "note", { f: () => 1 })));
  const relative = failure(thrownBy(() => callFromThread("./posts.js", "note")));
  return [refused.code, refused.message, relative.code, notes()];
}
