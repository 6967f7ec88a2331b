import { expect, test } from "vitest";
import { calm, runScenario, scenario } from "./harness.ts";
import type { Imported } from "./scenarios/import.ts";
import type { Named, Trace } from "./scenarios/life-cycle.ts";
import type { Outcome } from "./scenarios/outcome.ts";

const NOTHING: Trace = { threads: 0, events: [], exitListeners: 0, writes: false };

test("[C1][C2] setup() starts one reactor in a thread of its own, and installs no signal handler in either", async () => {
  const { main, reactors, signals, own } = await scenario<{
    main: number;
    reactors: number[];
    signals: string[];
    own: Trace;
  }>("life-cycle", "setupTwice");
  expect(reactors[0]).not.toBe(main);
  expect(reactors[1]).toBe(reactors[0]);
  expect(signals).toEqual([]);
  // One exit hook, in the thread that starts the reactor; some Nodes have one of their own at that time, and some have not.
  expect(own.events.filter((each) => each !== "exit")).toEqual([]);
  expect(own.exitListeners).toBe(1);
  // The reactor and its supervisor.
  expect(own.threads).toBe(2);
});

test("[C3] setup() after noSetup() creates no thread, no log bridge, no exit hook", async () => {
  expect(await scenario<Trace>("life-cycle", "hostedThenSetup")).toEqual(NOTHING);
});

test("[C4] noSetup() after setup() is refused", async () => {
  const { error } = await scenario<Outcome>("life-cycle", "setupThenHosted");
  expect(error?.code).toBe("ERR_PICOT_SETUP");
});

test("[C4] noSetup() after a first call is refused", async () => {
  const { error } = await scenario<Outcome>("life-cycle", "callThenHosted");
  expect(error?.code).toBe("ERR_PICOT_SETUP");
});

test("[C4] a second noSetup() is refused", async () => {
  const { error } = await scenario<Outcome>("life-cycle", "hostedTwice");
  expect(error?.code).toBe("ERR_PICOT_SETUP");
});

test("[C5] importing the library, its doors and a facade starts nothing, listens to nothing, and loads no reactor module", async () => {
  expect(await scenario<Imported>("import", "importAll")).toEqual({
    threads: 0,
    events: [],
    resources: [],
    writesChanged: false,
    reactorModuleLoaded: false,
    exports: ["function", "function"],
  });
});

test("[C6] the first call of a facade starts the reactor, once", async () => {
  const { main, reactors, own } = await scenario<{ main: number; reactors: number[]; own: Trace }>(
    "life-cycle",
    "callFirst",
  );
  expect(new Set(reactors).size).toBe(1);
  expect(reactors[0]).not.toBe(main);
  expect(own.threads).toBe(2);
});

test("[C9] the reactor's thread has the name that setup() gives it", async () => {
  const { title, seen, reactor } = await scenario<Named>("life-cycle", "threadName", ["foo"]);
  expect(title).toBe(`[worker ${reactor}] foo`);
  // Only newer versions of Node tell a thread its own name.
  if (seen !== null) expect(seen).toBe("foo");
});

test("[C9] without a name the reactor's thread has a generated one, and the next reactor's another", async () => {
  const named = await scenario<Named[]>("life-cycle", "twoWithoutName");
  const names = named.map(({ title, reactor }) => title.slice(`[worker ${reactor}] `.length));
  for (const [i, name] of names.entries()) {
    expect(name).toMatch(/^picot-reactor-\d+-\d+$/);
    expect([null, name]).toContain(named[i]?.seen);
  }
  expect(names[0]).not.toBe(names[1]);
});

test.for([
  ["has nothing to do", false],
  ["keeps a timer going", true],
] as const)("[C10] the process ends once its main function has returned and the reactor %s", async ([, busy]) => {
  const ended = await runScenario("life-cycle", "idleEnd", [busy]);
  expect(ended.status).toBe(0);
  const late = performance.timeOrigin + performance.now() - (ended.result as number);
  expect(late).toBeLessThan(calm(300));
});

test("[C24] a reactor with nothing but waits on shared memory goes on living", async () => {
  const { before, after, ended } = await scenario<{ before: number; after: number; ended: string }>(
    "life-cycle",
    "onlySharedMemoryWaits",
  );
  expect(after).toBe(before);
  expect(ended).toBe("ok");
});

test("[C66] what the reactor logs is out before its blocked caller wakes, in order", async () => {
  const { status, stdout, stderr } = await runScenario("console", "linesInOrder");
  expect(status).toBe(0);
  expect(stdout).toBe("reactor 1\nreactor 2\nmain 3\nreactor 4\nmain 5\n");
  expect(stderr).toBe("reactor 1\nreactor 2\nmain 3\nreactor 4\nmain 5\n");
});
