import type { Pool, PoolClient } from "pg";
import { DatabaseError } from "pg-protocol";
import { type Value, onlyRow } from "./values.ts";

/** How many rows a cursor fetches at a time. */
const BATCH = 1_000;

/**
 * A transaction that is under way: `Database.transaction()` begins and ends it.
 *
 * @reactor
 * @timeout 30s
 * @throws {DatabaseError}
 */
export class Transaction {
  readonly #client: PoolClient;
  #cursors = 0;
  #ended = false;

  private constructor(client: PoolClient) {
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
    return new Transaction(client);
  }

  /** The rows of a query, as objects. `$1` in it stands for the first of `values`. */
  async query<T extends object>(sql: string, ...values: Value[]): Promise<readonly T[]> {
    const { rows } = await this.#use().query(sql, values);
    return rows as T[]; // the caller knows its query
  }

  /** The row of a query that gives exactly one. @throws {RangeError} where it does not */
  async one<T extends object>(sql: string, ...values: Value[]): Promise<T> {
    return onlyRow(await this.query<T>(sql, ...values), sql);
  }

  /** Runs a statement. Returns how many rows it touched. */
  async run(sql: string, ...values: Value[]): Promise<number> {
    const { rowCount } = await this.#use().query(sql, values);
    return rowCount ?? 0;
  }

  /**
   * The rows of a query one after the other, however many there are. The transaction may be used meanwhile, since the rows
   * come from a cursor of the server. Leaving the loop closes it.
   *
   * @prefetch 1000
   */
  async *rows<T extends object>(sql: string, ...values: Value[]): AsyncGenerator<T, void, undefined> {
    const cursor = `cursor_${++this.#cursors}`;
    await this.#use().query(`declare ${cursor} no scroll cursor for ${sql}`, values);
    try {
      for (;;) {
        const { rows } = await this.#use().query(`fetch ${BATCH} from ${cursor}`);
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
    const { command } = await this.#use().query("commit");
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

  #use(): PoolClient {
    if (this.#ended) throw new Error("the transaction has ended");
    return this.#client;
  }
}
