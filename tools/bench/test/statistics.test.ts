import fc from "fast-check";
import { expect, test } from "vitest";
import { best, mean, median, pairedDifferences, pairedRatios, quantile, spread } from "../dist/statistics.js";

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([10, 1, 2, 4])).toBe(3);
  expect(median(Float64Array.of(7))).toBe(7);
  expect(median([])).toBeNaN();
});

test("numbers are put in order as numbers, and the caller's array stays as it is", () => {
  const times = Float64Array.of(100, 9, 20);
  expect(median(times)).toBe(20);
  expect([...times]).toEqual([100, 9, 20]);
});

test("p99 of 1..100 is 99, and of 1..1000 it is 990", () => {
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => last - at);
  expect(quantile(upTo(100), 0.99)).toBe(99);
  expect(quantile(upTo(1_000), 0.99)).toBe(990);
  expect(quantile([5], 0.99)).toBe(5);
  expect(quantile([], 0.99)).toBeNaN();
});

test("at most half of the values lie below the median, and at most half above it", () => {
  fc.assert(
    fc.property(values, (all) => {
      const middle = median(all);
      expect(all.filter((value) => value < middle).length).toBeLessThanOrEqual(all.length / 2);
      expect(all.filter((value) => value > middle).length).toBeLessThanOrEqual(all.length / 2);
    }),
  );
});

test("a quantile is one of the values, and enough of them do not exceed it", () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
      const found = quantile(all, share);
      expect(all).toContain(found);
      expect(all.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * all.length);
      expect(all.filter((value) => value < found).length).toBeLessThan(Math.max(1, share * all.length));
    }),
  );
});

test("ratios are those of one round, and a round that lacks either is left out", () => {
  expect(pairedRatios([10, undefined, 30, 8], [5, 1, undefined, 16])).toEqual([2, 0.5]);
  expect(pairedRatios([1, 2], [])).toEqual([]);
});

test("a load that slows both processes of a round down leaves its ratio alone", () => {
  const time = fc.integer({ min: 1, max: 1_000 });
  const rounds = fc.array(
    fc.record({ a: time, b: time, load: fc.integer({ min: 0, max: 6 }).map((power) => 2 ** power) }),
  );
  fc.assert(
    fc.property(rounds, (all) => {
      const quiet = pairedRatios(
        all.map(({ a }) => a),
        all.map(({ b }) => b),
      );
      const busy = pairedRatios(
        all.map(({ a, load }) => a * load),
        all.map(({ b, load }) => b * load),
      );
      expect(busy).toEqual(quiet);
    }),
  );
});

test("differences are those of one round too", () => {
  expect(pairedDifferences([10, undefined, 30, 8], [5, 1, undefined, 16])).toEqual([5, -8]);
});

test("the mean counts every value", () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
});

test("the best peer is the one with the best median, whoever had luck in a round", () => {
  const steady = [4, 5, 6, 5];
  const lucky = [1, 9, undefined, 9];
  expect(best([lucky, steady], "less")).toBe(steady);
  expect(best([lucky, steady], "more")).toBe(lucky);
  expect(best([[undefined], steady], "less")).toBe(steady);
  expect(best([], "less")).toEqual([]);
});

test("a spread has the smallest, the median and the largest", () => {
  expect(spread([4, 2, 9])).toEqual({ median: 4, min: 2, max: 9 });
  expect(spread([])).toBeUndefined();
});
