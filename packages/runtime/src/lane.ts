/**
 * What travels beside the rings: bells, and the attachments of a record. A MessagePort where the thread was given one, or
 * else a BroadcastChannel with two members, which any thread can open but which cannot transfer. Messages come out in the
 * order they were posted, whether an event or `take()` fetches them.
 */
import { BroadcastChannel, MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { CorruptChannelError } from "./errors.ts";
import { pause } from "./memory/sleep.ts";
import { perThread } from "./per-thread.ts";
import { uniqueName } from "./unique.ts";
import { BELL } from "./wire.ts";

type Channel = MessagePort | BroadcastChannel;

/** Milliseconds for which a relay may be behind. */
const RELAY_PATIENCE = 10_000;

export class Lane {
  /** Where it posts, and where it reads: the same, but for relayed lanes (reactor/relay.ts). */
  readonly #channel: Channel;
  readonly #source: Channel;
  readonly #inbox: (readonly unknown[])[] = [];
  readonly #patience: number;

  constructor(channel: Channel, source: Channel = channel) {
    this.#channel = channel;
    this.#source = source;
    // What another thread passes on to a port may come after the record that it belongs to.
    this.#patience = source !== channel && source instanceof MessagePort ? RELAY_PATIENCE : 0;
    channel.unref();
    source.unref();
    // A BroadcastChannel hands out what comes in at each turn of the loop, also where nobody listens; a port waits for a listener.
    if (!(source instanceof MessagePort)) this.onBell(() => {});
  }

  /** Whether buffers can move on it; on a BroadcastChannel they are copied. */
  get moves(): boolean {
    return this.#channel instanceof MessagePort;
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
    for (let waited = 0; ;) {
      // Typed for ports only; a BroadcastChannel is read in the same way on every Node that runs picot.
      const received = receiveMessageOnPort(this.#source as MessagePort) as { message: unknown } | undefined;
      if (Array.isArray(received?.message)) return received.message;
      if (received !== undefined) continue;
      if (waited >= this.#patience) throw new CorruptChannelError("A record announced attachments that are not there.");
      pause(1);
      waited += 1;
    }
  }

  /** Whether the attachments of a record that is there have come too: before it, unless the channel cannot be read. Reactor thread. */
  isCurrent(): boolean {
    return this.#inbox.length > 0 || this.#source instanceof MessagePort || canReadChannels();
  }

  /**
   * Calls back at each bell, and keeps attachments that an event fetched for take(): `attached` tells that there are some, and
   * that a record may have waited for them. Reactor thread.
   */
  onBell(callback: (attached: boolean) => void): void {
    const hear = (message: unknown): void => {
      const attached = Array.isArray(message);
      if (attached) this.#inbox.push(message);
      callback(attached);
    };
    if (this.#source instanceof MessagePort) this.#source.on("message", hear);
    else this.#source.onmessage = (event: unknown) => hear((event as { data: unknown }).data); // typed unknown in Node's types
    // Listening took a reference again.
    this.#source.unref();
  }

  /** Calls back once the other side is gone, where the channel can tell. */
  onClose(callback: () => void): void {
    if (this.#source instanceof MessagePort) this.#source.on("close", callback);
  }

  close(): void {
    this.#channel.close();
    if (this.#source !== this.#channel) this.#source.close();
  }
}

const readable = perThread("readableChannels", () => ({ yes: undefined as boolean | undefined }));

/** Whether this runtime reads a BroadcastChannel without turning the event loop. Told by trying: Bun finds nothing, Deno throws. */
export function canReadChannels(): boolean {
  return (readable.yes ??= tryChannels());
}

function tryChannels(): boolean {
  const name = uniqueName();
  const from = new BroadcastChannel(name);
  const to = new BroadcastChannel(name);
  try {
    from.postMessage(BELL);
    return receiveMessageOnPort(to as unknown as MessagePort) !== undefined; // typed for ports only
  } catch {
    return false;
  } finally {
    from.close();
    to.close();
  }
}
