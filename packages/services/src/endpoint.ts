import { once } from "node:events";
import { type NetConnectOpts, type Socket, connect } from "node:net";

/** How connections to one place are made, watched and closed. For the thread that uses it. */
export interface Endpoint<C> {
  /** Makes a connection. When the signal fires, it gives up, and rejects. */
  connect(signal: AbortSignal): C | PromiseLike<C>;
  /** Settles when the connection is over, whoever ended it; at once for one that is. */
  closed(connection: C): PromiseLike<unknown>;
  /** Has it end. */
  close(connection: C): void;
}

/**
 * Connections by TCP, or by a local socket: what Twisted's `TCP4ClientEndpoint` and its kin are.
 *
 * @param options as for `net.connect`
 * @example tcpEndpoint({ host: "rates.example", port: 7000 })
 */
export function tcpEndpoint(options: NetConnectOpts): Endpoint<Socket> {
  return {
    async connect(signal) {
      const socket = connect(options);
      try {
        await once(socket, "connect", { signal });
      } catch (error) {
        socket.destroy();
        throw error;
      }
      // Who uses the connection may listen, too; an error that nobody listens for would end the process.
      socket.on("error", () => undefined);
      return socket;
    },
    async closed(socket) {
      if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
    },
    close(socket) {
      // What was written is sent; the other side ends it then, or the system does.
      socket.destroySoon();
    },
  };
}
