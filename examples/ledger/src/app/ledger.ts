// Plain blocking code: a call returns what it found, an error is thrown where it happened, a loop is a loop.
import type { Channel } from "../facade/channel.facade.ts";
import type { Database } from "../facade/database.facade.ts";
import type { Transaction } from "../facade/transaction.facade.ts";
import { amount } from "./money.ts";
import { schema } from "./schema.ts";

export type Kind = "asset" | "liability" | "equity" | "income" | "expense";

/** Cents by account: what came in is positive, what went out negative. Together they are 0. */
export type Postings = Readonly<Record<string, bigint>>;

/** One account in one month. */
export interface MonthLine {
  readonly account: string;
  readonly name: string;
  /** What the month added. */
  readonly change: bigint;
  /** Where the account stands at its end. */
  readonly balance: bigint;
}

/** One line of a statement. */
export interface StatementLine {
  readonly day: string;
  readonly memo: string;
  readonly cents: bigint;
}

/** More was to be taken out of an account than there is. */
export class OverdrawnError extends Error {
  override readonly name = "OverdrawnError";
  readonly code = "ERR_LEDGER_OVERDRAWN";
  readonly account: string;
  readonly cents: bigint;

  constructor(account: string, cents: bigint) {
    super(`${account} would stand at ${amount(cents)}`);
    this.account = account;
    this.cents = cents;
  }
}

/** Double-entry bookkeeping: every entry takes from some accounts what it gives to others. */
export class Ledger {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Makes the tables, which are not there yet. */
  create(): void {
    this.#db.run(schema);
  }

  open(code: string, name: string, kind: Kind): void {
    this.#db.query("insert into accounts values ($1, $2, $3)", [code, name, kind]);
  }

  /**
   * Enters what happened on a day: all of it, or nothing.
   *
   * @returns the number of the entry
   * @throws {OverdrawnError} when there is less in an asset than is taken out of it
   * @throws {DatabaseError} for an account that is not there, and for postings that do not sum up to 0
   */
  post(day: string, memo: string, postings: Postings): bigint {
    return this.#db.transaction((tx) => {
      const insert = "insert into entries (day, memo) values ($1, $2) returning id";
      const { id } = tx.one<{ id: bigint }>(insert, [day, memo]);
      // In one order, or two threads could each wait for an account that the other has locked.
      for (const [account, cents] of Object.entries(postings).sort(([a], [b]) => (a < b ? -1 : 1))) {
        tx.run("insert into postings values ($1, $2, $3)", [id, account, cents]);
        if (cents < 0n) requireCover(tx, account);
      }
      return id;
    });
  }

  /** Tells of every entry that anybody makes, by its memo, once it is committed. */
  news(): Channel {
    return this.#db.listen("entries");
  }

  balance(account: string): bigint {
    return balanceOf(account, this.#db);
  }

  /** The sum of all accounts: 0, or the books are wrong. */
  sum(): bigint {
    return this.#db.one<{ cents: bigint }>("select coalesce(sum(cents), 0)::bigint as cents from postings").cents;
  }

  /** The accounts that a month (`2026-03`) has moved, and where they stand at its end. */
  month(month: string): readonly MonthLine[] {
    return this.#db.query<MonthLine>(
      `select account, name,
         coalesce(sum(cents) filter (where day >= first), 0)::bigint as change,
         sum(cents)::bigint as balance
       from postings
         join entries on entries.id = entry
         join accounts on accounts.code = account
         cross join (select $1::date as first) as month
       where day < first + interval '1 month'
       group by account, name
       having bool_or(day >= first)
       order by account`,
      [`${month}-01`],
    );
  }

  /** What happened to an account, from the first day on, one line at a time. */
  statement(account: string): Iterable<StatementLine> {
    return this.#db.rows<StatementLine>(
      "select day, memo, cents from postings join entries on entries.id = entry where account = $1 order by day, id",
      [account],
    );
  }
}

function balanceOf(account: string, db: Database | Transaction): bigint {
  return db.one<{ cents: bigint }>("select coalesce(sum(cents), 0)::bigint as cents from postings where account = $1", [
    account,
  ]).cents;
}

/** The account is locked until the transaction ends, or two threads could each spend the same money. */
function requireCover(tx: Transaction, account: string): void {
  const { kind } = tx.one<{ kind: Kind }>("select kind from accounts where code = $1 for no key update", [account]);
  const cents = balanceOf(account, tx);
  if (kind === "asset" && cents < 0n) throw new OverdrawnError(account, cents);
}
