import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { Doorbell, UNKNOWN_TURNS } from "../dist/doorbell.js";
import { Lane } from "../dist/lane.js";
import { countTurn, fallAsleep } from "../dist/memory/bell.js";
import { newReactorBlock, newThreadBlock } from "../dist/memory/blocks.js";
import { accept } from "../dist/memory/sleep.js";

/** A thread and the reactor that it may ring; `onRing`: what the reactor does at once, on a core of its own. */
function pair(onRing: () => void): { bell: Doorbell; reactor: ReturnType<typeof newReactorBlock>; accepted(): void } {
  const reactor = newReactorBlock();
  const thread = newThreadBlock();
  class Line extends Lane {
    override ring(): void {
      onRing();
    }
  }
  const lane = new Line(new MessageChannel().port1);
  const bell = new Doorbell(thread, lane, { reactor: reactor.memory, number: 0 });
  return { bell, reactor, accepted: () => accept(thread) };
}

test("[R11] a loop that turns before its thread has read the count is not taken for one that stands still", () => {
  const of = pair(() => countTurn(of.reactor));
  of.accepted();
  fallAsleep(of.reactor, 1);
  const before = of.bell.askForTurn();
  expect(before).toBe(0);
  expect(of.bell.turns()).toBe(1);
});

test("[R11] a loop that does not turn shows the same count", () => {
  let rung = 0;
  const of = pair(() => (rung += 1));
  of.accepted();
  fallAsleep(of.reactor, 1);
  expect(of.bell.askForTurn()).toBe(of.bell.turns());
  expect(rung).toBe(1);
});

test("a reactor that does not serve the thread yet is not asked", () => {
  const { bell } = pair(() => expect.unreachable());
  expect(bell.askForTurn()).toBe(UNKNOWN_TURNS);
});
