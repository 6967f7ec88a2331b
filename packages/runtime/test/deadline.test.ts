import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Deadline, FOREVER } from "../dist/deadline.js";

let now = 0;
const clock = vi.fn(() => now);
beforeEach(() => {
  now = 1000;
  clock.mockClear();
  vi.spyOn(performance, "now").mockImplementation(clock);
});
afterEach(() => void vi.restoreAllMocks());

test("the time of a wait begins when somebody first asks for what is left, and not anew after that", () => {
  const deadline = Deadline.ofWait(50);
  now += 30;
  expect(deadline.remaining()).toBe(50);
  now += 30;
  expect(deadline.remaining()).toBe(20);
  now += 20;
  expect(deadline.passed()).toBe(true);
});

test("the time of a wait may begin before, once", () => {
  const deadline = Deadline.ofWait(50).beginNow();
  now += 30;
  expect(deadline.beginNow().remaining()).toBe(20);
});

test("a deadline after some time begins at once", () => {
  const deadline = Deadline.after(50);
  now += 50;
  expect(deadline.passed()).toBe(true);
});

test("no time at all has passed when it is first asked for", () => {
  expect(Deadline.ofWait(0).remaining()).toBe(0);
  expect(Deadline.ofWait(0).passed()).toBe(true);
});

test("a wait that nobody asks about, and one for ever, never look at the clock", () => {
  expect(Deadline.ofWait(50).milliseconds).toBe(50);
  expect(Deadline.ofWait(FOREVER).beginNow().remaining()).toBe(Infinity);
  expect(clock).not.toHaveBeenCalled();
});
