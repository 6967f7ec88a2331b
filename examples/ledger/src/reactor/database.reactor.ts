// An ordinary asynchronous class around pg. It knows nothing of picot but the tags, and can be used without it.
import { Pool, types } from "pg";
import type { DatabaseError } from "pg-protocol";
import { cancellable } from "./cancel.ts";
import { Channel } from "./channel.reactor.ts";
import { Transaction } from "./transaction.reactor.ts";
import { type Value, onlyRow } from "./values.ts";

// What the tag below names. Not from pg itself, which has it from there: a facade loads the module of an error's class.
export type { DatabaseError };

export interface DatabaseOptions {
  /** Where names without a schema are looked for, and made. Default: `public`. */
  readonly schema?: string;
  /** How many transactions may run at the same time; more wait for their turn. Default: 5. */
  readonly connections?: number;
}

/** What arrives as something else than pg would make of it: a bigint keeps its cents, and a date has no time zone. */
const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, BigInt],
  [types.builtins.DATE, String],
]);

/**
 * A PostgreSQL database, and a pool of connections to it.
 *
 * Errors of the server are `DatabaseError`s, with `code`, `constraint` and `detail`.
 *
 * @reactor
 * @timeout 30s
 * @throws {DatabaseError}
 */
export class Database {
  readonly #pool: Pool;

  constructor(url: string, { schema = "public", connections = 5 }: DatabaseOptions = {}) {
    this.#pool = new Pool({
      connectionString: url,
      max: connections,
      types: { getTypeParser: (type, format) => parsers.get(type) ?? types.getTypeParser(type, format) },
      onConnect: async (client) => {
        // One that is lost in the middle of a transaction: its next query says so. Without a listener it would end the reactor.
        client.on("error", () => {});
        await client.query("select set_config('search_path', $1, false)", [schema]);
      },
    });
    // As above, of one that nobody uses: the pool opens another.
    this.#pool.on("error", () => {});
  }

  /** Runs one or several statements that give nothing back. */
  async run(sql: string): Promise<void> {
    await this.#pool.query(sql);
  }

  /** The rows of a query, as objects. `$1` in it stands for the first of `values`. */
  async query<T extends object>(
    sql: string,
    values: readonly Value[] = [],
    signal?: AbortSignal,
  ): Promise<readonly T[]> {
    const client = await this.#pool.connect();
    try {
      const { rows } = await cancellable(this.#pool, client, signal, () => client.query(sql, [...values]));
      return rows as T[]; // the caller knows its query
    } finally {
      client.release();
    }
  }

  /** The row of a query that gives exactly one. @throws {RangeError} where it does not */
  async one<T extends object>(sql: string, values: readonly Value[] = [], signal?: AbortSignal): Promise<T> {
    return onlyRow(await this.query<T>(sql, values, signal), sql);
  }

  /** The rows of a query one after the other, however many there are. @prefetch 1000 */
  async *rows<T extends object>(
    sql: string,
    values: readonly Value[] = [],
    signal?: AbortSignal,
  ): AsyncGenerator<T, void, undefined> {
    await using tx = await Transaction.begin(this.#pool);
    yield* tx.rows<T>(sql, values, signal);
  }

  /**
   * Runs `work` in a transaction, which is committed when it returns and rolled back when it throws.
   *
   * ```ts
   * const left = db.transaction((tx) => {
   *   tx.run("update accounts set cents = cents - $1", [500n]);
   *   const { cents } = tx.one<{ cents: bigint }>("select cents from accounts");
   *   if (cents < 0n) throw new RangeError("not that much");
   *   return cents;
   * });
   * ```
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    await using tx = await Transaction.begin(this.#pool);
    const result = await work(tx);
    await tx.commit();
    return result;
  }

  /** What is notified on a channel from now on. It takes one of the pool's connections. */
  async listen(channel: string): Promise<Channel> {
    return Channel.open(this.#pool, channel);
  }

  /** How many connections the pool has open, and how many of these are in use. */
  async connections(): Promise<{ readonly open: number; readonly busy: number }> {
    const { totalCount, idleCount } = this.#pool;
    return { open: totalCount, busy: totalCount - idleCount };
  }

  /** Closes all connections, once they are free. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }
}
