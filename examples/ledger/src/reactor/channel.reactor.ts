import { EventEmitter } from "node:events";
import type { Pool, PoolClient } from "pg";

export interface ChannelEvents {
  /** Somebody has notified the channel, in a transaction that was committed. */
  notice: [text: string];
  /** The connection is gone: nothing comes any more. */
  lost: [];
}

/**
 * What is notified on a channel of the server, by whomever: `Database.listen()` opens it.
 *
 * @reactor
 * @timeout 30s
 */
export class Channel extends EventEmitter<ChannelEvents> {
  readonly #client: PoolClient;

  private constructor(client: PoolClient, name: string) {
    super();
    this.#client = client;
    client.on("notification", ({ channel, payload = "" }) => {
      if (channel === name) this.emit("notice", payload);
    });
    client.on("end", () => this.emit("lost"));
  }

  /** @reactorOnly */
  static async open(pool: Pool, name: string): Promise<Channel> {
    // A connection of its own, since what is notified comes to the one that listens.
    const client = await pool.connect();
    const channel = new Channel(client, name);
    try {
      await client.query(`listen ${client.escapeIdentifier(name)}`);
    } catch (error) {
      await channel[Symbol.asyncDispose]();
      throw error;
    }
    return channel;
  }

  /** Listens no longer. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.removeAllListeners();
    // Closed, and not given back: another user of it would be told.
    this.#client.release(true);
  }
}
