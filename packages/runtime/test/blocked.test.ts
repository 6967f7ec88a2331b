/** When a ring of waits counts as a deadlock, one step at a time, in one thread. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type Blocked, beginWait, tellWaits } from "../dist/blocked.js";
import { beginGeneration, readPhase } from "../dist/memory/phase.js";
import { confirmWait, publishWait, waitOf, withdrawWait } from "../dist/memory/wait-entry.js";
import { type Tree, tree } from "../dist/tree.js";
import { Phase } from "../dist/wire.js";

interface Reactor extends Tree {
  readonly generation: number;
}

let count = 0;

function running(): Reactor {
  const made = tree(`r${(count += 1)}`);
  return { ...made, generation: beginGeneration(made.block, readPhase(made.block), Phase.Running) };
}

/** As the thread of `from` says it. */
function waits(from: Reactor, of: Reactor): void {
  publishWait(waitOf(from.block), of.block, from.generation, of.generation, "{}");
}

/** This thread is `own`, and waits for `of` long enough to say so. */
async function waitAs(own: Reactor, of: Reactor): Promise<Blocked> {
  tellWaits({ entry: waitOf(own.block), reactor: { index: own.block.index, generation: own.generation } });
  const blocked = beginWait(of.name, of.generation, "X.method")!; // of a thread that tells its waits
  await sleep(30);
  blocked.look();
  return blocked;
}

const tells =
  (blocked: Blocked): (() => void) =>
  () =>
    blocked.look();

afterEach(() => tellWaits(undefined));

test("a thread that has told of no waits begins none", () => {
  expect(beginWait("r", 1, "X.method")).toBeUndefined();
});

test("a ring is told only once the other has looked for its answer again", async () => {
  const [own, other] = [running(), running()];
  waits(other, own);
  const blocked = await waitAs(own, other);
  for (let i = 0; i < 3; i += 1) expect(tells(blocked)).not.toThrow();
  confirmWait(waitOf(other.block));
  expect(tells(blocked)).toThrow(/deadlock/);
});

test("every other thread of a ring must have looked again", async () => {
  const [own, second, third] = [running(), running(), running()];
  waits(second, third);
  waits(third, own);
  const blocked = await waitAs(own, second);
  confirmWait(waitOf(second.block));
  expect(tells(blocked)).not.toThrow();
  confirmWait(waitOf(third.block));
  expect(tells(blocked)).toThrow(/deadlock/);
});

test("another wait of the other is not taken for the one that was seen", async () => {
  const [own, other] = [running(), running()];
  waits(other, own);
  const blocked = await waitAs(own, other);
  withdrawWait(waitOf(other.block));
  waits(other, own);
  confirmWait(waitOf(other.block));
  expect(tells(blocked)).not.toThrow();
});

test("a thread that came to wait before another of the ring leaves it to that one", async () => {
  const [own, other] = [running(), running()];
  const blocked = await waitAs(own, other);
  waits(other, own);
  for (let i = 0; i < 3; i += 1) {
    confirmWait(waitOf(other.block));
    expect(tells(blocked)).not.toThrow();
  }
});

test("what a thread said whose reactor has ended counts no longer", async () => {
  const [own, other] = [running(), running()];
  waits({ ...other, generation: other.generation - 1 }, own);
  const blocked = await waitAs(own, other);
  confirmWait(waitOf(other.block));
  expect(tells(blocked)).not.toThrow();
});

test("a wait for a former reactor closes no ring", async () => {
  const [own, other] = [running(), running()];
  waits(other, { ...own, generation: own.generation - 1 });
  const blocked = await waitAs(own, other);
  confirmWait(waitOf(other.block));
  expect(tells(blocked)).not.toThrow();
});
