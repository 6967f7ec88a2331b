// What the tests run, in a process of its own: `node scenarios.js <name> <URL of the database>`. Prints the result as JSON.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { eventual, isPicotError, pump } from "@picot/runtime";
import { DatabaseError } from "pg-protocol";
import { Ledger, OverdrawnError } from "../dist/app/ledger.js";
import { Database } from "../dist/facade/database.facade.js";

const [, , name = "", url = ""] = process.argv;
const SCHEMA = `ledger_test_${name.toLowerCase()}`;

const scenarios: Record<string, (db: Database) => unknown> = {
  thrownInTransaction(db) {
    const ledger = shop(db);
    const mine = new OverdrawnError("bank", -1n);
    const caught = thrown(() =>
      db.transaction((tx) => {
        tx.run("delete from postings");
        throw mine;
      }),
    );
    return { same: caught === mine, balance: ledger.balance("bank"), connections: db.connections() };
  },

  refusedByServer(db) {
    const ledger = shop(db);
    const errors = [
      thrown(() => ledger.open("bank", "again", "asset")),
      thrown(() => ledger.post("2026-01-03", "to nobody", { bank: 5n, nobody: -5n })),
      // At the commit, since its constraint is deferred.
      thrown(() => ledger.post("2026-01-03", "too much", { bank: 5n, capital: -4n })),
      thrown(() => db.query("select 1 +")),
    ];
    return {
      errors: errors.map((error) =>
        error instanceof DatabaseError ? [error.code, error.constraint ?? null, error.detail ?? null] : String(error),
      ),
      stack: String((errors[0] as Error).stack), // it is one, or the line above shows what it is
      sum: ledger.sum(),
      balance: ledger.balance("bank"),
      connections: db.connections(),
    };
  },

  caughtInTransaction(db) {
    const ledger = shop(db);
    const error = thrown(() =>
      db.transaction((tx) => {
        tx.run("delete from postings");
        thrown(() => tx.query("select nothing"));
      }),
    );
    return { error: String(error), balance: ledger.balance("bank") };
  },

  millionRows(db) {
    let rows = 0;
    let sum = 0n;
    let most = 0;
    let before = 0;
    const query = "select g::int8 as id, 'posting ' || g as memo from generate_series(1, $1::int) g";
    for (const { id, memo } of db.rows<{ id: bigint; memo: string }>(query, [1_000_000])) {
      if (memo !== `posting ${id}`) throw new Error(`${id} came as ${memo}`);
      sum += id;
      rows += 1;
      if (rows < 200_000 || rows % 20_000 !== 0) continue;
      const { rss } = process.memoryUsage();
      // By then all code is warm, and every buffer there.
      if (before === 0) before = rss;
      most = Math.max(most, rss);
    }
    return { rows, sum, grownMb: Math.round((most - before) / 1e6) };
  },

  brokenOff(db) {
    const series = "select g::int8 as id from generate_series(1, 1000000) g";
    const cursors = "select count(*)::int as open from pg_cursors where name like 'cursor%'";
    const inside = db.transaction((tx) => {
      const open = (): number => tx.one<{ open: number }>(cursors).open;
      const seen: number[] = [open()];
      for (const { id } of tx.rows<{ id: bigint }>(series)) {
        seen.push(open());
        if (id === 2n) break;
      }
      const mine = new RangeError("enough");
      const error = thrown(() => {
        for (const _ of tx.rows(series)) throw mine;
      });
      return [...seen, open(), error === mine];
    });
    const busy: number[] = [];
    for (const _ of db.rows(series)) {
      busy.push(db.connections().busy);
      break;
    }
    return { inside, busy: [...busy, db.connections().busy], after: db.one(cursors) };
  },

  cursorFails(db) {
    const query = "select 10 / (5 - g) as tenth from generate_series(1, 10) g";
    const error = thrown(() => [...db.rows(query)]);
    return {
      error: error instanceof DatabaseError ? [error.code, error.message] : String(error),
      connections: db.connections(),
    };
  },

  async twoThreads(db) {
    const ledger = shop(db);
    const told = await Promise.all([withdrawals(20), withdrawals(20)]);
    return { told, bank: ledger.balance("bank"), sum: ledger.sum() };
  },

  async toldOf(db) {
    const ledger = shop(db);
    const heard: string[] = [];
    {
      using news = ledger.news();
      news.on("notice", (memo) => heard.push(memo));
      thrown(() => ledger.post("2026-01-03", "refused", { bank: -31n, parts: 31n }));
      ledger.post("2026-01-03", "mine", { bank: -1n, parts: 1n });
      while (heard.length < 1 && pump(10_000) > 0);
      const worker = withdrawals(3);
      while (heard.length < 4 && pump(10_000) > 0);
      await worker;
    }
    ledger.post("2026-01-03", "unheard", { bank: -1n, parts: 1n });
    pump();
    return { heard, connections: db.connections() };
  },

  expected(db) {
    const ledger = shop(db);
    const post = (memo: string): bigint => ledger.post("2026-01-03", memo, { bank: -1n, parts: 1n });
    using news = ledger.news();
    const told = news.expect("notice", { timeout: 10_000 });
    post("mine");
    const { value } = told;
    const inBody = news.expect("notice", { timeout: 10_000 }, () => void post("another"));
    const none = thrown(() => news.expect("notice", { timeout: 50 }).value);
    return { told: value, inBody, none: isPicotError(none) ? none.code : String(none) };
  },

  lostConnection(db) {
    const error = thrown(() =>
      db.transaction((tx) => {
        const { pid } = tx.one<{ pid: number }>("select pg_backend_pid() as pid");
        db.query("select pg_terminate_backend($1)", [pid]);
        // It may still be told.
        for (;;) tx.query("select 1");
      }),
    );
    return { error: String(error), ...db.one("select 'goes on' as reactor") };
  },

  cancelled(db) {
    const seen: unknown[] = [];
    const error = thrown(() =>
      db.transaction((tx) => {
        tx.run("create table kept ()");
        const slow = eventual(tx).query("select pg_sleep(100)");
        // It has begun once its connection is seen to sleep.
        while (db.query("select from pg_stat_activity where wait_event = 'PgSleep'").length === 0);
        slow.cancel();
        seen.push(thrown(() => slow.wait(20_000)));
        tx.query("select 1");
      }),
    );
    seen.push(error);
    const codes = seen.map((each) => (each instanceof DatabaseError ? each.code : String(each)));
    return { codes, ...db.one("select to_regclass('kept') as kept"), connections: db.connections().busy };
  },

  async terminatedThread(db) {
    const ledger = shop(db);
    const worker = new Worker(new URL("unfinished.js", import.meta.url), { workerData: { url, schema: SCHEMA } });
    const [inside] = (await once(worker, "message")) as unknown[];
    await worker.terminate();
    // Not there before the other transaction has ended, or it would be overdrawn by that.
    ledger.post("2026-01-04", "all of it", { bank: -30n, parts: 30n });
    return { inside, bank: ledger.balance("bank"), sum: ledger.sum() };
  },
};

/** A ledger with 30 cents in the bank. */
function shop(db: Database): Ledger {
  const ledger = new Ledger(db);
  ledger.create();
  ledger.open("bank", "Bank account", "asset");
  ledger.open("capital", "What the owner put in", "equity");
  ledger.open("parts", "Spare parts", "expense");
  ledger.post("2026-01-02", "to begin with", { bank: 30n, capital: -30n });
  return ledger;
}

/** What comes of a thread that takes a cent out of the bank so many times. */
async function withdrawals(times: number): Promise<unknown> {
  const worker = new Worker(new URL("withdrawals.js", import.meta.url), { workerData: { url, schema: SCHEMA, times } });
  const [told] = (await once(worker, "message")) as unknown[];
  return told;
}

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

using db = new Database(url, { schema: SCHEMA });
db.run(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
const result = await scenarios[name]?.(db);
db.run(`drop schema ${SCHEMA} cascade`);
console.log(JSON.stringify(result, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)));
