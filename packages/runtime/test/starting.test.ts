import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

test("[C92] start() returns what the call says when it is ready, and the call; what fails before that it throws itself", async () => {
  expect(await scenario("starting", "starts")).toEqual({
    value: "foo",
    open: null,
    served: "served",
    first: "RangeError: before it was ready",
    never: "ERR_PICOT_NEVER_READY",
    after: "RangeError: after it was ready",
    late: "ERR_PICOT_TIMEOUT",
    events: ["told to stop"],
  });
});

test("[C148] using disposes at the end of its block, also after an error, which is kept; what is not acquired throws", async () => {
  expect(await scenario("starting", "disposes")).toEqual([
    "a",
    "acquired a",
    "disposed a",
    "b",
    true,
    "acquired b",
    "disposed b",
    "RangeError: nothing to acquire",
  ]);
});

test("an error of a clean-up says which member it came through, as the caller writes it", async () => {
  expect(await scenario("starting", "disposeFails")).toEqual(["it is stuck", "Resource[Symbol.dispose]"]);
});
