import { expect, test } from "vitest";
import { runScenario, scenario } from "./harness.ts";

const run = <T = unknown>(name: string, args: readonly unknown[] = []): Promise<T> =>
  scenario<T>("values", name, args, { limit: 60_000 });

const path = String.raw`Values.echo: args[0].a[1]["b c"]`;

test("[C155][R63][R64] what cannot cross is a TypeError that names its path; nothing was sent, and the next call is fine", async () => {
  const { texts, ran, next } = await run<{ texts: Record<string, string>; ran: number; next: string }>("refusals");
  for (const [name, text] of Object.entries(texts)) {
    expect(text.startsWith(path), `${name}: ${text}`).toBe(true);
    expect(text, name).toMatch(/Nothing was sent\.$/);
  }
  expect(texts).toMatchObject({
    function: expect.stringContaining("is a function"),
    symbol: expect.stringContaining("is a symbol"),
    proxy: expect.stringContaining("is a Proxy"),
    promise: expect.stringContaining("await it first"),
    instance: expect.stringContaining("an instance of Point"),
    url: expect.stringContaining("an instance of URL"),
    headers: expect.stringContaining("an instance of Headers"),
    signal: expect.stringContaining("an instance of AbortSignal"),
    event: expect.stringContaining("an instance of Event"),
    detached: expect.stringContaining("detached"),
  });
  expect({ ran, next }).toEqual({ ran: 0, next: "fine" });
});

test("[C155][R63] the path of a refusal leads through arrays, maps, sets and strange keys", async () => {
  const texts = await run<string[]>("refusalPaths");
  expect(texts.map((text) => /: \w+\.\w+: (args.*?) is a function/.exec(text)?.[1])).toEqual([
    "args[0]",
    "args[0][1][0]",
    'args[0]["value 0"]',
    'args[0]["key 0"]',
    'args[0]["item 1"]',
    'args[0][""]["7"]',
    "args[3].c",
  ]);
});

test("[C155] after a refused argument nothing is printed, and the process ends", async () => {
  const ended = await runScenario("values", "onlyRefused");
  expect(ended).toMatchObject({ status: 0, stdout: "", stderr: "" });
  expect(ended.result).toMatch(/^Values\.echo: args\[0\]\.handler is a function/);
});

test("[R63] a call through eventual() is refused at once, not when it is waited for", async () => {
  expect(await run("refusedEventual")).toBe(true);
});

test("[R65] what a getter of an argument throws is thrown as it is, and nothing was sent", async () => {
  expect(await run("throwingGetters")).toEqual({ same: true, message: "of the getter", ran: 0, next: ["fine"] });
});

test("[R49] a getter of an argument that makes calls of its own gets their results, and its call goes on", async () => {
  expect(await run("reentrantGetters")).toEqual({
    outer: {
      before: ["a", { b: 1 }],
      inner: { before: ["c", { d: 2 }], innermost: "deep", after: "e" },
      after: 40_000,
    },
    ran: 3,
  });
});

test("[R49] the same with arguments larger than a ring", async () => {
  expect(await run("largeReentrantGetters")).toEqual([500_000, 500_001, 100_000]);
});

test("[R67] a Buffer of 3 bytes arrives with a backing store of 3 bytes, both ways", async () => {
  expect(await run("views")).toEqual({ pool: true, there: 3, back: [true, "abc", 3], sentStillThere: "abc" });
});

test("[R72] an own key __proto__ is data in arguments and replies, and changes no prototype", async () => {
  expect(await run("protoKeys")).toEqual({
    there: { clean: true, own: true, keys: ["__proto__", "constructor"] },
    back: [true, true, true],
    deep: '[[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]]',
  });
});

test("[R66] an argument nested deeper than a thousand levels is refused with the method's name, and the thousandth crosses", async () => {
  expect(await run("depths")).toEqual([
    "ERR_PICOT_DEPTH",
    expect.stringMatching(/^Values\.echo: args\[0\]\[0\].*deeper than 1000 levels.*Nothing was sent\.$/),
    2_001,
    1,
  ]);
});

test("[R78] a result that cannot cross is an error that names the method and the path", async () => {
  expect(await run("functionResult")).toEqual([
    "ERR_PICOT_RESULT",
    expect.stringMatching(/^Values\.returnsFunction: its result\.deep\[0\] is a function/),
    "fine",
  ]);
});

test("[C206] large texts, bytes and trees cross both ways unchanged", async () => {
  expect(await run("large")).toEqual({
    text: true,
    wide: true,
    sum: 3_000_000,
    bytes: 0,
    kept: 1_000_000,
    filled: true,
    tree: true,
    many: true,
  });
});

test.each([500, 5_000])(
  "a thousand calls in flight that overfill the reply ring, of %i letters each, all get their own answer",
  async (size) => {
    expect(await run("pipeline", [size])).toBe(0);
  },
);

test("answers of bytes in and beside the ring are told apart, also waited for backwards", async () => {
  expect(await run("backwards")).toBe(0);
});

test("the same holds in two other threads at once", async () => {
  const [one, other] = await run<Record<string, unknown>[]>("inWorkers", [
    ["backwards", "large", "largeReentrantGetters"],
  ]);
  expect(one).toMatchObject({ pipeline: 0, backwards: 0, getters: [500_000, 500_001, 100_000] });
  expect(one?.["large"]).toMatchObject({ text: true, wide: true, sum: 3_000_000, bytes: 0, filled: true, tree: true });
  expect(other).toEqual(one);
});

test("[R66] a result nested deeper than a thousand levels is a DepthError to the caller, and the thousandth crosses", async () => {
  const [errors, length] = await run<[[string, string][], number]>("deepResults");
  expect(errors.map(([code]) => code)).toEqual(["ERR_PICOT_DEPTH", "ERR_PICOT_DEPTH", "ERR_PICOT_DEPTH"]);
  expect(errors[0]?.[1]).toMatch(/^Values\.nested: its result\[0\].*deeper than 1000 levels/);
  expect(length).toBe(2_001);
});

test("[R65] a getter whose own call is refused throws that call's error as it is", async () => {
  expect(await run("refusedInGetter")).toEqual([
    "Values.describe: args[0] is a function; functions do not cross threads. Nothing was sent.",
    0,
  ]);
});
