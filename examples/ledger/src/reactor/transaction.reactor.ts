import type { Pool, PoolClient, QueryResult } from "pg";
import { DatabaseError } from "pg-protocol";
import { cancellable } from "./cancel.ts";
import { type Value, onlyRow } from "./values.ts";

/** How many rows a cursor fetches at a time. */
const BATCH = 1_000;

/**
 * A transaction that is under way: `Database.transaction()` begins and ends it. A query whose caller gives up is stopped in the
 * server.
 *
 * @reactor
 * @timeout 30s
 * @throws {DatabaseError}
 */
export class Transaction {
  readonly #pool: Pool;
  readonly #client: PoolClient;
  #cursors = 0;
  #ended = false;

  private constructor(pool: Pool, client: PoolClient) {
    this.#pool = pool;
    this.#client = client;
  }

  /** @reactorOnly */
  static async begin(pool: Pool): Promise<Transaction> {
    const client = await pool.connect();
    try {
      await client.query("begin");
    } catch (error) {
      client.release(true);
      throw error;
    }
    return new Transaction(pool, client);
  }

  /** The rows of a query, as objects. `$1` in it stands for the first of `values`. */
  async query<T extends object>(
    sql: string,
    values: readonly Value[] = [],
    signal?: AbortSignal,
  ): Promise<readonly T[]> {
    const { rows } = await this.#query(sql, values, signal);
    return rows as T[]; // the caller knows its query
  }

  /** The row of a query that gives exactly one. @throws {RangeError} where it does not */
  async one<T extends object>(sql: string, values: readonly Value[] = [], signal?: AbortSignal): Promise<T> {
    return onlyRow(await this.query<T>(sql, values, signal), sql);
  }

  /** Runs a statement. Returns how many rows it touched. */
  async run(sql: string, values: readonly Value[] = [], signal?: AbortSignal): Promise<number> {
    const { rowCount } = await this.#query(sql, values, signal);
    return rowCount ?? 0;
  }

  /**
   * The rows of a query one after the other, however many there are. The transaction may be used meanwhile, since the rows
   * come from a cursor of the server. Leaving the loop closes it.
   *
   * @prefetch 1000
   */
  async *rows<T extends object>(
    sql: string,
    values: readonly Value[] = [],
    signal?: AbortSignal,
  ): AsyncGenerator<T, void, undefined> {
    const cursor = `cursor_${++this.#cursors}`;
    await this.#query(`declare ${cursor} no scroll cursor for ${sql}`, values, signal);
    try {
      for (;;) {
        const { rows } = await this.#query(`fetch ${BATCH} from ${cursor}`, [], signal);
        yield* rows as T[]; // the caller knows its query
        if (rows.length < BATCH) break;
      }
    } finally {
      // Where the transaction has failed or ended, the cursor has ended with it.
      if (!this.#ended) await this.#client.query(`close ${cursor}`).catch(() => {});
    }
  }

  /** @reactorOnly */
  async commit(): Promise<void> {
    const { command } = await this.#query("commit", []);
    this.#ended = true;
    // What PostgreSQL does when a statement had failed and its error was caught.
    if (command !== "COMMIT") throw new Error("nothing was committed: a statement of the transaction had failed");
  }

  /** Rolls it back, unless it was committed, and gives the connection back. @reactorOnly */
  async [Symbol.asyncDispose](): Promise<void> {
    const open = !this.#ended;
    this.#ended = true;
    let broken = false;
    try {
      if (open) await this.#client.query("rollback");
    } catch (error) {
      // A connection that does not even answer is of no use to anybody.
      broken = !(error instanceof DatabaseError);
    }
    this.#client.release(broken);
  }

  async #query(sql: string, values: readonly Value[], signal?: AbortSignal): Promise<QueryResult> {
    if (this.#ended) throw new Error("the transaction has ended");
    return cancellable(this.#pool, this.#client, signal, () => this.#client.query(sql, [...values]));
  }
}
