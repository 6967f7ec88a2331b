/** The reactor's thread runs a file of its own, with a copy of the runtime in it; reactor-layer code imports the package. */
import { expect, test } from "vitest";
import { scenario } from "./harness.ts";

test("an error that the reactor itself made is of the class that reactor-layer code imports", async () => {
  expect(await scenario("copies", "reason")).toEqual({
    ofAnotherCopy: true,
    cancelled: true,
    picot: true,
    timeout: false,
    own: false,
    ownIsCancelled: true,
  });
});

test("what reactor-layer code imports knows the call, provides instances, and gives buffers away", async () => {
  expect(await scenario("copies", "shelf")).toEqual({
    method: "Copies.method",
    provided: true,
    given: 100_000,
    left: 0,
  });
});
