import { expect, test } from "vitest";
import { scenario } from "./harness.ts";
import type { Outcome } from "./scenarios/outcome.ts";

test("[C158] where translation is turned off, plain data passes, and an object of a marked class is refused, both ways", async () => {
  expect(await scenario("plain", "untranslated")).toMatchObject({
    data: "b",
    facade: {
      error: { code: "ERR_PICOT_ARGUMENT", message: expect.stringContaining("args[0] is an instance of Plain") },
    },
    result: { name: "data" },
    object: {
      error: { code: "ERR_PICOT_RESULT", message: expect.stringContaining("its result is an instance of Plain") },
    },
    translated: true,
  });
});

test("[C160] a promise or a generator that nobody awaited is told where it leaks out of a method, by its path", async () => {
  const outcomes = await scenario<Outcome[]>("plain", "forgotten");
  const at = "Plain.forgotten: its result.rows[0] is";
  expect(outcomes.map(({ error }) => error?.code)).toEqual(Array.from({ length: 5 }, () => "ERR_PICOT_RESULT"));
  expect(outcomes.map(({ error }) => error?.message)).toEqual([
    `${at} a promise; await it first.`,
    `${at} an instance of Query, which is like a promise; await it first.`,
    expect.stringContaining(`${at} a generator;`),
    expect.stringContaining(`${at} a generator;`),
    expect.stringContaining("Plain.bare: its result is a generator;"),
  ]);
});

test("[C160] so is one among arguments, and an EventualResult; a promise of a promise is awaited to its end", async () => {
  expect(await scenario("plain", "passed")).toMatchObject([
    { error: { message: "Plain.told: args[0].name is a promise; await it first. Nothing was sent." } },
    { error: { message: "Plain.told: args[0] is an EventualResult; wait() for it first. Nothing was sent." } },
    3,
  ]);
});
