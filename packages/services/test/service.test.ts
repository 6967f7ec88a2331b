import { describe, expect, test } from "vitest";
import { MultiService, Service, ServiceError, ServiceStoppedError } from "@picot/services";
import type { Startable } from "@picot/services";

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A service that writes down what becomes of it, each a turn of the loop after it was asked. */
class Noted extends Service {
  readonly #notes: string[];

  constructor(name: string, notes: string[]) {
    super();
    this.setName(name);
    this.#notes = notes;
  }

  override async startService(): Promise<void> {
    this.#notes.push(`starts ${this.name}`);
    await tick();
    await super.startService();
    this.#notes.push(`runs ${this.name}`);
  }

  override async stopService(): Promise<void> {
    this.#notes.push(`stops ${this.name}`);
    await tick();
    await super.stopService();
    this.#notes.push(`stopped ${this.name}`);
  }
}

async function family(...names: string[]): Promise<{ parent: MultiService; notes: string[]; children: Noted[] }> {
  const notes: string[] = [];
  const parent = new MultiService();
  const children = names.map((name) => new Noted(name, notes));
  for (const each of children) await parent.addService(each);
  return { parent, notes, children };
}

describe("a service", () => {
  test("[C190] start sets running, stop clears it", async () => {
    const service = new Service();
    expect(service.running).toBe(false);
    await service.startService();
    expect(service.running).toBe(true);
    await service.stopService();
    expect(service.running).toBe(false);
  });

  test("[C190] a name is unique in the parent, and cannot change there", async () => {
    const { parent, children, notes } = await family("a", "b");
    await expect(parent.addService(new Noted("a", notes))).rejects.toThrow(/there is a service named "a" already/);
    expect(() => children[0]?.setName("c")).toThrow(ServiceError);
    expect(() => children[0]?.setName("c")).toThrow(
      expect.objectContaining({ code: "ERR_PICOT_SERVICE", name: "ServiceError" }),
    );
    await children[0]?.disownServiceParent();
    children[0]?.setName("c");
    expect([...parent].map(({ name }) => name)).toEqual(["b"]);
    expect(parent.getServiceNamed("b")).toBe(children[1]);
    expect(() => parent.getServiceNamed("a")).toThrow(/no service has this name; there are "b"/);
  });

  test("a child has one parent, and can be moved to another", async () => {
    const { parent, children } = await family("a");
    const other = new MultiService();
    const [child] = children as [Noted];
    await expect(other.addService(child)).rejects.toThrow(/"a" has a parent already/);
    await child.setServiceParent(other);
    expect([[...parent], [...other], child.parent]).toEqual([[], [child], other]);
  });
});

describe("a MultiService", () => {
  test("[C191] starts its children in order, stops them in reverse, and has stopped when all have", async () => {
    const { parent, notes } = await family("a", "b");
    await parent.startService();
    expect(notes.splice(0)).toEqual(["starts a", "runs a", "starts b", "runs b"]);
    expect(parent.running).toBe(true);
    await parent.stopService();
    expect(notes).toEqual(["stops b", "stopped b", "stops a", "stopped a"]);
    expect(parent.running).toBe(false);
  });

  test("[C192] a child that is added to a running parent is started; one that is removed is stopped, and awaited", async () => {
    const { parent, notes } = await family("a");
    await parent.startService();
    const late = new Noted("late", notes);
    await parent.addService(late);
    expect(notes.splice(0)).toEqual(["starts a", "runs a", "starts late", "runs late"]);
    await parent.removeService(late);
    expect(notes.splice(0)).toEqual(["stops late", "stopped late"]);
    expect(late.parent).toBeUndefined();
    await parent.stopService();
    expect(notes).toEqual(["stops a", "stopped a"]);
  });

  test("[C192] a child that is added while the parent starts is started once", async () => {
    const { parent, notes } = await family("a", "b");
    const started = parent.startService();
    await parent.addService(new Noted("late", notes));
    await started;
    expect(notes.filter((each) => each.startsWith("runs")).sort()).toEqual(["runs a", "runs b", "runs late"]);
  });

  test("where a child fails to start, those that run are stopped in reverse, and its error is told", async () => {
    const { parent, notes } = await family("a", "b");
    const failing: Startable = { startService: () => Promise.reject(new RangeError("no port")), stopService: () => {} };
    await parent.addService(failing);
    await expect(parent.startService()).rejects.toThrow(new RangeError("no port"));
    expect(notes.slice(-4)).toEqual(["stops b", "stopped b", "stops a", "stopped a"]);
    expect(parent.running).toBe(false);
  });

  test("a child that fails to stop does not keep the others from it; the error is told", async () => {
    const { parent, notes } = await family("a");
    const failing = (why: string): Startable => ({
      startService: () => undefined,
      stopService: () => Promise.reject(new RangeError(why)),
    });
    await parent.addService(failing("first"));
    await parent.startService();
    await expect(parent.stopService()).rejects.toThrow(new RangeError("first"));
    expect(notes.slice(-2)).toEqual(["stops a", "stopped a"]);
    await parent.addService(failing("second"));
    await parent.startService();
    const error = await parent.stopService().catch((each: unknown) => each as AggregateError); // as it documents
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors.map(String)).toEqual(["RangeError: second", "RangeError: first"]);
  });

  test("a stop while it starts ends the start, and leaves nothing running", async () => {
    const { parent, notes, children } = await family("a", "b", "c");
    const started = expect(parent.startService()).rejects.toThrow(ServiceStoppedError);
    while (!notes.includes("starts b")) await tick();
    await Promise.all([parent.stopService(), started]);
    expect(notes).not.toContain("starts c");
    expect([parent, ...children].map(({ running }) => running)).toEqual([false, false, false, false]);
  });

  test("it nests, and objects of any class that start and stop can be children", async () => {
    const notes: string[] = [];
    const inner = new MultiService();
    inner.setName("inner");
    const plain = { name: "plain", startService: () => notes.push("plain"), stopService: () => notes.push("end") };
    await inner.addService(plain);
    const outer = new MultiService();
    await outer.addService(inner);
    await outer.startService();
    await outer.stopService();
    expect(notes).toEqual(["plain", "end"]);
    expect(inner.getServiceNamed("plain")).toBe(plain);
  });
});
