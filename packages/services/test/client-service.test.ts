import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { ClientService, FakeClock, ServiceStoppedError, backoffPolicy, tcpEndpoint } from "@picot/services";
import type { Endpoint } from "@picot/services";

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Connection {
  readonly closed: Promise<void>;
  end = (): void => {};
  constructor() {
    this.closed = new Promise((resolve) => (this.end = resolve));
  }
}

/** Connects as the test says, each attempt in its turn: to a connection, an error, or not at all until it is cancelled. */
class FakeEndpoint implements Endpoint<Connection> {
  readonly attempts: number[] = [];
  readonly signals: AbortSignal[] = [];
  readonly closes: Connection[] = [];
  readonly plan: (Connection | Error | "never")[];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock, ...plan: (Connection | Error | "never")[]) {
    this.#clock = clock;
    this.plan = plan;
  }

  connect(signal: AbortSignal): Promise<Connection> {
    this.attempts.push(this.#clock.now());
    this.signals.push(signal);
    const next = this.plan.shift() ?? new Error("refused");
    if (next instanceof Connection) return Promise.resolve(next);
    if (next instanceof Error) return Promise.reject(next);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("given up"))));
  }

  closed(connection: Connection): Promise<void> {
    return connection.closed;
  }

  close(connection: Connection): void {
    this.closes.push(connection);
    connection.end();
  }
}

const steady = backoffPolicy({ initial: 1_000, factor: 2, max: 5_000, jitter: () => 0 });

describe("connecting", () => {
  test("[C194] attempts that fail are made again, later and later up to a limit", async () => {
    const clock = new FakeClock();
    const endpoint = new FakeEndpoint(clock);
    const service = new ClientService(endpoint, { clock, backoff: steady });
    await service.startService();
    await clock.advance(17_000);
    expect(endpoint.attempts).toEqual([0, 1_000, 3_000, 7_000, 12_000, 17_000]);
    await service.stopService();
    expect(clock.pending).toBe(0);
  });

  test("[C194] by default the waits grow by half, up to a minute, and have up to a second of jitter", () => {
    const policy = backoffPolicy();
    const bare = backoffPolicy({ jitter: () => 0 });
    expect([1, 2, 3, 100, 5_000].map(bare)).toEqual([1_000, 1_500, 2_250, 60_000, 60_000]);
    const waits = Array.from({ length: 100 }, () => policy(1));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeLessThan(2_000);
    expect(new Set(waits).size).toBeGreaterThan(1);
  });

  test("[C194] a connection that is lost is made again, with the shortest wait", async () => {
    const clock = new FakeClock();
    const [first, second] = [new Connection(), new Connection()];
    const endpoint = new FakeEndpoint(clock, new Error("refused"), first, second);
    const service = new ClientService(endpoint, { clock, backoff: steady });
    await service.startService();
    await clock.advance(1_000);
    expect(await service.whenConnected()).toBe(first);
    first.end();
    await tick();
    const next = service.whenConnected();
    await clock.advance(1_000);
    expect(await next).toBe(second);
    expect(endpoint.attempts).toEqual([0, 1_000, 2_000]);
    await service.stopService();
  });

  test("[C194] a connection that cannot be made ready is closed, and counts as a failure", async () => {
    const clock = new FakeClock();
    const [bad, good] = [new Connection(), new Connection()];
    const endpoint = new FakeEndpoint(clock, bad, good);
    const prepare = async (connection: Connection): Promise<void> => {
      if (connection === bad) throw new RangeError("no such user");
    };
    const service = new ClientService(endpoint, { clock, backoff: steady, prepare });
    await service.startService();
    await expect(service.whenConnected({ failAfter: 1 })).rejects.toThrow("no such user");
    await clock.advance(1_000);
    expect(await service.whenConnected()).toBe(good);
    expect(endpoint.closes).toEqual([bad]);
    await service.stopService();
  });
});

describe("whenConnected()", () => {
  test("[C194] with failAfter it rejects at that failure, with its error", async () => {
    const clock = new FakeClock();
    const connection = new Connection();
    const endpoint = new FakeEndpoint(clock, new Error("first"), new Error("second"), connection);
    const service = new ClientService(endpoint, { clock, backoff: steady });
    const [one, two, all] = [{ failAfter: 1 }, { failAfter: 2 }, {}].map((options) => service.whenConnected(options));
    const told = [expect(one).rejects.toThrow("first"), expect(two).rejects.toThrow("second")];
    await service.startService();
    await told[0];
    await clock.advance(1_000);
    await told[1];
    await clock.advance(2_000);
    expect(await all).toBe(connection);
    await service.stopService();
  });
});

describe("stopping", () => {
  test.for(["connecting", "retrying", "connected", "preparing"] as const)(
    "[C194] while it is %s, a stop ends that",
    async (state) => {
      const clock = new FakeClock();
      const connection = new Connection();
      const first = {
        connecting: "never",
        retrying: new Error("refused"),
        connected: connection,
        preparing: connection,
      } as const;
      const endpoint = new FakeEndpoint(clock, first[state]);
      const prepare = (): unknown => (state === "preparing" ? new Promise(() => {}) : undefined);
      const service = new ClientService(endpoint, { clock, backoff: steady, prepare });
      await service.startService();
      await tick();
      const waiting = state === "connected" ? undefined : service.whenConnected();
      const told = waiting && expect(waiting).rejects.toThrow(ServiceStoppedError);
      await service.stopService();
      await told;
      expect([service.running, clock.pending, endpoint.attempts.length]).toEqual([false, 0, 1]);
      expect(endpoint.signals[0]?.aborted).toBe(true);
      if (first[state] === connection) expect(endpoint.closes).toContain(connection);
      await expect(service.whenConnected()).rejects.toMatchObject({ code: "ERR_PICOT_SERVICE_STOPPED" });
    },
  );

  test("[C194] it can be started again, also before the stop is over", async () => {
    const clock = new FakeClock();
    const [first, second] = [new Connection(), new Connection()];
    const endpoint = new FakeEndpoint(clock, first, second);
    const service = new ClientService(endpoint, { clock, backoff: steady });
    await service.startService();
    await service.whenConnected();
    const stopped = service.stopService();
    await service.startService();
    expect(await service.whenConnected()).toBe(second);
    await stopped;
    await service.stopService();
  });
});

test("[C194] by TCP: it connects, connects again when the server drops it, and closes at the stop", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  const service = new ClientService(tcpEndpoint({ host: "127.0.0.1", port }), {
    backoff: () => 1,
    prepare: (socket) => socket.write("hello\n"),
  });
  const accepted = once(server, "connection");
  await service.startService();
  const [first] = (await accepted) as [import("node:net").Socket];
  expect(String((await once(first, "data"))[0])).toBe("hello\n");
  const again = once(server, "connection");
  first.destroy();
  const [second] = (await again) as [import("node:net").Socket];
  const ended = once(second.resume(), "close");
  await service.whenConnected();
  await service.stopService();
  await ended;
  server.close();
  await once(server, "close");
});
