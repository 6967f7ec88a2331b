/**
 * What travels beside the rings: bells, and the attachments of a record. A MessagePort where the thread was given one, or
 * else a BroadcastChannel with two members, which any thread can open but which cannot transfer. Messages come out in the
 * order they were posted, whether an event or `take()` fetches them.
 */
import { BroadcastChannel, MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { CorruptChannelError } from "./errors.ts";
import { BELL } from "./wire.ts";

export class Lane {
  readonly #channel: MessagePort | BroadcastChannel;
  readonly #inbox: (readonly unknown[])[] = [];

  constructor(channel: MessagePort | BroadcastChannel) {
    this.#channel = channel;
    channel.unref();
  }

  ring(): void {
    this.#channel.postMessage(BELL);
  }

  /** Posts the attachments of a record: before the record is published, or its reader would find nothing. */
  post(attachments: readonly unknown[], transfers: readonly ArrayBuffer[]): void {
    if (this.#channel instanceof MessagePort) this.#channel.postMessage(attachments, transfers);
    else this.#channel.postMessage(attachments);
  }

  /** The next attachments, without turning the event loop. */
  take(): readonly unknown[] {
    const waiting = this.#inbox.shift();
    if (waiting !== undefined) return waiting;
    for (;;) {
      // Typed for ports only; a BroadcastChannel is read in the same way on every Node that runs picot.
      const received = receiveMessageOnPort(this.#channel as MessagePort) as { message: unknown } | undefined;
      if (received === undefined) throw new CorruptChannelError("A record announced attachments that are not there.");
      if (Array.isArray(received.message)) return received.message;
    }
  }

  /** Calls back at each bell, and keeps attachments that an event fetched for take(). Reactor thread. */
  onBell(callback: () => void): void {
    const hear = (message: unknown): void => {
      if (Array.isArray(message)) this.#inbox.push(message);
      callback();
    };
    if (this.#channel instanceof MessagePort) this.#channel.on("message", hear);
    else this.#channel.onmessage = (event: unknown) => hear((event as { data: unknown }).data); // typed unknown in Node's types
    // Listening took a reference again.
    this.#channel.unref();
  }

  /** Calls back once the other side is gone, where the channel can tell. */
  onClose(callback: () => void): void {
    if (this.#channel instanceof MessagePort) this.#channel.on("close", callback);
  }

  close(): void {
    this.#channel.close();
  }
}
