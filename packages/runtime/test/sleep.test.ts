import { expect, test, vi } from "vitest";
import { newProcessBlock, newThreadBlock } from "../dist/memory/blocks.js";
import { EMPTY, RingReader, RingWriter } from "../dist/memory/ring.js";
import { readSettings, writeSettings } from "../dist/memory/settings.js";
import { Sleeper, wakeFor } from "../dist/memory/sleep.js";
import { Kind, MAX_BESIDE, SLICE_MS, ThreadWord, Want } from "../dist/wire.js";

test("[R27] waits that are shorter than a slice are none, and only together make one: no death is told by them", () => {
  const block = newThreadBlock();
  const sleeper = new Sleeper(block, new RingReader(block.replies));
  const ends = Array.from({ length: 10 }, () => sleeper.wait(Want.Any, SLICE_MS / 5));
  expect(ends.map((end, i) => (end === "slice" ? i : -1)).filter((i) => i >= 0)).toEqual([4, 9]);
});

test("a record that is there keeps the thread from sleeping, whatever it waits for", () => {
  const block = newThreadBlock();
  new RingWriter(block.replies).write(Kind.Reply, 7, EMPTY);
  const sleeper = new Sleeper(block, new RingReader(block.replies));
  expect([sleeper.wait(Want.Any, 5_000), sleeper.wait(8, 5_000)]).toEqual(["woken", "woken"]);
});

test("beside a ring there is room for a bounded number of bytes, or for one record of any size, until they are read", () => {
  const { replies } = newThreadBlock();
  const writer = new RingWriter(replies);
  const reader = new RingReader(replies);
  const write = (beside: number): boolean => writer.write(Kind.Reply, 1, EMPTY, beside);
  expect([write(MAX_BESIDE * 3), write(1), write(0)]).toEqual([true, false, true]);
  reader.next();
  reader.release();
  expect([write(MAX_BESIDE), write(1)]).toEqual([true, false]);
});

test("[C78] a thread that waits for any record is woken for each, and one that waits for a call for no other", () => {
  const block = newThreadBlock();
  const wantAfter = (want: number, id: number): number => {
    Atomics.store(block.words, ThreadWord.Want, want);
    wakeFor(block, id);
    return Atomics.load(block.words, ThreadWord.Want);
  };
  expect([wantAfter(Want.Any, 5), wantAfter(5, 5), wantAfter(6, 5)]).toEqual([Want.Nothing, Want.Nothing, 6]);
});

test("with spinning off, a thread sleeps at once, and the reactor is told the same", async () => {
  const spinning = new Sleeper(newThreadBlock(), new RingReader(newThreadBlock().replies), true);
  const still = new Sleeper(newThreadBlock(), new RingReader(newThreadBlock().replies), false);
  // Nothing comes: the one that may spin reads the clock for its first probe, the other has no reason to.
  const reads = (sleeper: Sleeper): number => {
    const clock = vi.spyOn(performance, "now");
    sleeper.wait(1, 1);
    const { length } = clock.mock.calls;
    clock.mockRestore();
    return length;
  };
  expect(reads(still)).toBeLessThan(reads(spinning));
  const block = newProcessBlock();
  writeSettings(block, { maxMessageBytes: 1 << 20, spin: false, interrupts: false });
  expect(readSettings(block)).toEqual({ maxMessageBytes: 1 << 20, spin: false, interrupts: false });
});
