import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "../dist/reactor/pace.js";

let now = 0;
beforeEach(() => void vi.spyOn(performance, "now").mockImplementation(() => now));
afterEach(() => void vi.restoreAllMocks());

/** So many requests, each soon after the reactor went to sleep. */
function storm(pace: Pace, requests: number): void {
  for (let i = 0; i < requests; i += 1) {
    pace.asleep();
    now += 0.05;
    pace.woken();
  }
}

/** A request that comes after so many milliseconds, or none in that time. */
const after = (ms: number, came = true) => {
  return (): boolean => {
    now += ms;
    return came;
  };
};

test("the reactor parks once 32 requests came soon, and not before", () => {
  const pace = new Pace(false);
  storm(pace, 31);
  expect(pace.mayPark()).toBe(false);
  storm(pace, 1);
  expect(pace.mayPark()).toBe(true);
});

test("one request in 32 may be late: the storm goes on", () => {
  const pace = new Pace(false);
  for (let i = 0; i < 5; i += 1) {
    storm(pace, 64);
    pace.park(after(3));
    expect(pace.mayPark()).toBe(true);
  }
});

test("two late requests end a storm, in the event loop and out of it", () => {
  const pace = new Pace(false);
  storm(pace, 1000);
  pace.park(after(3));
  pace.asleep();
  now += 3;
  pace.woken();
  expect(pace.mayPark()).toBe(false);
});

test("a storm that ends at once needs twice as many requests the next time", () => {
  const pace = new Pace(false);
  storm(pace, 64);
  pace.park(after(5, false));
  storm(pace, 63);
  expect(pace.mayPark()).toBe(false);
  storm(pace, 1);
  expect(pace.mayPark()).toBe(true);
});
