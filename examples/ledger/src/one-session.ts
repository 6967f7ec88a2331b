import { type ExecProtocolOptionsStream, PGlite } from "@electric-sql/pglite";

type Send = (data: Uint8Array) => void;

/**
 * PGlite has one session for all connections, and sends what is notified to whichever it serves just then. Here it goes to those
 * that listen, as any other PostgreSQL sends it.
 */
export class OneSession extends PGlite {
  /** How to reach each connection that has said `listen`; one that has gone ignores what is sent. */
  readonly #listening: Send[] = [];

  override async execProtocolRawStream(message: Uint8Array, options: ExecProtocolOptionsStream): Promise<void> {
    const send = options.onRawData;
    if (/^Q....\s*listen\s/is.test(Buffer.from(message).toString("latin1"))) this.#listening.push(send);
    if (this.#listening.length === 0) return super.execProtocolRawStream(message, options);
    const messages = new Messages();
    const onRawData: Send = (data) => {
      const all = messages.of(data);
      send(Buffer.concat(all.filter((each) => !isNotification(each))));
      for (const notification of all.filter(isNotification)) for (const each of this.#listening) each(notification);
    };
    return super.execProtocolRawStream(message, { ...options, onRawData });
  }
}

/** Cuts what a server sends into its messages: a letter, a length, and as many bytes. */
class Messages {
  #begun: Buffer = Buffer.alloc(0);

  /** Those that have come to their end. */
  of(data: Uint8Array): readonly Buffer[] {
    const whole: Buffer[] = [];
    let rest = Buffer.concat([this.#begun, data]);
    while (rest.length >= 5) {
      const length = 1 + rest.readInt32BE(1);
      if (rest.length < length) break;
      whole.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    this.#begun = rest;
    return whole;
  }
}

function isNotification(message: Buffer): boolean {
  return message[0] === "A".charCodeAt(0);
}
