// A real database: the one in DATABASE_URL, or one that is started here.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../dist/reactor/database.reactor.js";
import { LocalPostgres } from "../dist/reactor/local-postgres.reactor.js";

const run = promisify(execFile);
const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let local: LocalPostgres | undefined;
let url: string;

beforeAll(async () => {
  if (process.env["DATABASE_URL"] === undefined) local = await LocalPostgres.start();
  url = local?.url ?? process.env["DATABASE_URL"]!; // one of the two
});
afterAll(() => local?.[Symbol.asyncDispose]());

/** Runs what blocks in a process of its own, which is killed when it takes too long. */
async function scenario(name: string, ...execArgv: readonly string[]): Promise<unknown> {
  const args = [...execArgv, program("../dist-test/scenarios.js"), name, url];
  const { stdout } = await run(process.execPath, args, { timeout: 200_000 });
  return JSON.parse(stdout) as unknown;
}

const idle = { open: 1, busy: 0 };

test("[C125] the reactor layer works with no picot", async () => {
  await using db = new Database(url);
  expect(await db.one("select 7::int8 as cents, date '2026-02-28' as day")).toEqual({ cents: 7n, day: "2026-02-28" });
  const doubled = await db.transaction(async (tx) => {
    const ids: number[] = [];
    for await (const { id } of tx.rows<{ id: number }>("select g as id from generate_series(1, $1::int) g", [3]))
      ids.push((await tx.one<{ twice: number }>("select $1::int * 2 as twice", [id])).twice);
    return ids;
  });
  expect(doubled).toEqual([2, 4, 6]);
  expect(Symbol.for("picot.v1") in globalThis).toBe(false);
});

test("[C149] what is thrown in a transaction rolls it back, and comes out as the very same object", async () => {
  expect(await scenario("thrownInTransaction")).toEqual({ same: true, balance: 30, connections: idle });
});

test("errors of the server keep their class, code, constraint and detail, and lead to the line that called", async () => {
  const { stack, ...rest } = (await scenario("refusedByServer")) as { stack: string }; // as it returns
  expect(rest).toEqual({
    errors: [
      ["23505", "accounts_pkey", "Key (code)=(bank) already exists."],
      ["23503", "postings_account_fkey", 'Key (account)=(nobody) is not present in table "accounts".'],
      ["23514", "balanced", "Its postings sum up to 1 cents."],
      ["42601", null, null],
    ],
    sum: 0,
    balance: 30,
    connections: idle,
  });
  expect(stack).toMatch(/duplicate key[\s\S]*Database\.query[\s\S]*Ledger\.open[\s\S]*scenarios/);
});

test("a transaction in which a statement failed is not committed, though its error was caught", async () => {
  const error = "Error: nothing was committed: a statement of the transaction had failed";
  expect(await scenario("caughtInTransaction")).toEqual({ error, balance: 30 });
});

test("[C142] a million rows are looped over in flat memory", async () => {
  // What is thrown away at once is collected early: else the heaps take 100 MB for that alone, in Node 24.
  const found = await scenario("millionRows", "--max-semi-space-size=4");
  const { grownMb, ...all } = found as { grownMb: number }; // as it returns
  expect(all).toEqual({ rows: 1_000_000, sum: 500_000_500_000 });
  // After the first fifth. The others at once take more than 130.
  expect(grownMb).toBeLessThan(50);
});

test("[C145] leaving the loop closes the cursor, and gives the connection back", async () => {
  expect(await scenario("brokenOff")).toEqual({ inside: [0, 1, 1, 0, true], busy: [1, 0], after: { open: 0 } });
});

test("an error in the middle of a cursor comes out of the loop, and the connection goes back", async () => {
  const error = ["22012", "division by zero"];
  expect(await scenario("cursorFails")).toEqual({ error, connections: idle });
});

test("two application threads in parallel transactions spend no cent twice", async () => {
  const { told, ...books } = (await scenario("twoThreads")) as { told: { taken: number; refused: number }[] }; // as it returns
  expect(books).toEqual({ bank: 0, sum: 0 });
  expect(told.map(({ taken, refused }) => taken + refused)).toEqual([20, 20]);
  expect(told.reduce((all, { taken }) => all + taken, 0)).toBe(30);
});

test("what a thread did in a transaction is rolled back when the thread is terminated in it", async () => {
  expect(await scenario("terminatedThread")).toEqual({ inside: 1, bank: 0, sum: 0 });
});

test("[C152] what is notified comes as events, from any thread and at its commit; to nobody after the channel's end", async () => {
  expect(await scenario("toldOf")).toEqual({
    heard: ["mine", "a thread's", "a thread's", "a thread's"],
    connections: { open: 1, busy: 0 },
  });
});

test("[C154] a notification is armed, caused and waited for", async () => {
  expect(await scenario("expected")).toEqual({ told: "mine", inBody: "another", none: "ERR_PICOT_TIMEOUT" });
});

// PGlite has one session, which nobody else can reach while it is busy.
const withServer = test.runIf(process.env["DATABASE_URL"] !== undefined);

withServer("a query that is cancelled is stopped in the server, and its transaction fails", async () => {
  expect(await scenario("cancelled")).toEqual({ codes: ["57014", "25P02"], kept: null, connections: 0 });
});

withServer("a lost connection is an error of its query only", async () => {
  expect(await scenario("lostConnection")).toEqual({
    error: expect.stringMatching(/connection|terminat/) as string, // in the server's words, or in pg's
    reactor: "goes on",
  });
});

test("the demo keeps books in a database of its own, and leaves no process behind", async () => {
  const { DATABASE_URL: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, [program("../dist/app/demo.js")], { env, timeout: 200_000 });
  expect(stdout).toMatch(/a cent too many: .*\n {4}23514 balanced: Its postings sum up to 1 cents\./);
  expect(stdout).toMatch(/more than there is: .*\n {4}ERR_LEDGER_OVERDRAWN/);
  expect(stdout).toMatch(/2026-02 .*\n {2}Bank account +360\.50 +4,210\.60\n/);
  expect(stdout).toContain("The server told of: a bell\n");
  expect(stdout).toContain("The books sum up to 0.00.");
});
