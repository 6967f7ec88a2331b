import { expect, test } from "vitest";
import { verdictText } from "../dist/output/format.js";
import { FASTEST, type Results, type Target, judge } from "../dist/target.js";

function results(own: Results["own"], others: Readonly<Record<string, Results["own"]>>, more?: "more"): Results {
  return {
    own,
    peers: Object.entries(others).flatMap(([name, rounds]) => (name.startsWith("C ") ? [] : [rounds])),
    byName: (name) => others[name] ?? [],
    isFloor: (name) => name.startsWith("C "),
    better: more ?? "less",
    unit: "µs",
  };
}

const quarter: Target = { kind: "ratio", to: FASTEST, atMost: 0.25 };

test("a ratio is that to the fastest peer, round by round", () => {
  const verdict = judge(quarter, results([1, 2, 10], { a: [4, 10, 50], b: [100, 8, 20] }));
  expect(verdict).toEqual({
    target: "at most 0.25 x the fastest peer",
    got: { median: 0.2, min: 0.2, max: 0.25 },
    met: true,
  });
});

test("a missed target says so, and what came instead", () => {
  const verdict = judge(quarter, results([3], { a: [10] }));
  expect(verdict.met).toBe(false);
  expect(verdictText(verdict)).toBe("target at most 0.25 x the fastest peer MISSED: got 0.30 (0.30..0.30)");
});

test("where more is better, the fastest peer is the one with the most, and a target is a least", () => {
  const atLeast: Target = { kind: "ratio", to: FASTEST, atLeast: 5 };
  expect(judge(atLeast, results([100], { a: [10], b: [25] }, "more"))).toMatchObject({
    got: { median: 4 },
    met: false,
  });
  expect(judge(atLeast, results([100], { a: [10], b: [20] }, "more"))).toMatchObject({ got: { median: 5 }, met: true });
});

test("a difference is that to the one that is named, round by round", () => {
  const target: Target = { kind: "difference", from: "a", atMost: 15 };
  const verdict = judge(target, results([30, 50], { a: [20, 30], b: [1, 1] }));
  expect(verdictText(verdict)).toBe("target at most a + 15 µs met: got +15.0 (10.0..20.0)");
});

test("a value stands for itself, whatever the peers do", () => {
  const target: Target = { kind: "value", atMost: 50 };
  expect(judge(target, results([49, 51, 50], {}))).toMatchObject({ got: { median: 50 }, met: true });
  expect(judge(target, results([60], { a: [100] }))).toMatchObject({ met: false });
});

test("a round without a sample, or in which a floor had no core of its own, does not count", () => {
  const target: Target = { kind: "ratio", to: "C spin", atMost: 12 };
  expect(judge(target, results([1, undefined, 2], { "C spin": [0.1, 0.1, 4_000] }))).toMatchObject({
    got: { median: 10, max: 10 },
    met: true,
  });
});

test("a verdict on fewer rounds than there were says on how many", () => {
  const verdict = judge(quarter, results([1, 1, undefined], { a: [10, undefined, 10] }));
  expect(verdictText(verdict)).toBe(
    "target at most 0.25 x the fastest peer met: got 0.10 (0.10..0.10) in 1 of 3 rounds",
  );
});

test("where nothing could be measured a target is neither met nor missed", () => {
  const verdict = judge(quarter, results([undefined], { a: [1] }));
  expect(verdict.met).toBeUndefined();
  expect(verdictText(verdict)).toBe("target at most 0.25 x the fastest peer: not measured");
});
