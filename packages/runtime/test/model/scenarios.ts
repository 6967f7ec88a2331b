/** What is explored: one caller and one reactor, in every way that a call can go. */
import { FOREVER } from "@picot/runtime";
import { type Edit, type Machine, RING_BYTES } from "./machine.ts";
import { System } from "./system.ts";
import { Violation, type World } from "./world.ts";

export interface Scenario {
  /** Sizes of the sources that are others here. */
  readonly edits?: readonly Edit[];
  /** Takes long: left out of the short form. */
  readonly long?: boolean;
  /** Runs in the long form, where all of them would be too many. */
  readonly most?: number;
  /** Builds one run. */
  readonly run: (machine: Machine) => World;
}

function expectEnd(what: string, end: string, ...allowed: readonly string[]): void {
  if (!allowed.includes(end)) throw new Violation(`${what} ended with ${end}`);
}

/** One call with no limit. */
function single(system: System, ...allowed: readonly string[]): System {
  system.caller(function* () {
    expectEnd("the call", yield* system.block(0, FOREVER), "value", ...allowed);
  });
  return system;
}

function two(system: System, ...allowed: readonly string[]): System {
  system.caller(function* () {
    expectEnd("the first call", yield* system.block(0, FOREVER), "value", ...allowed);
    expectEnd("the second call", yield* system.block(1, FOREVER), "value", ...allowed);
  });
  return system;
}

/** A handler, and a thread that waits until it has run. */
function listens(system: System, ...allowed: readonly string[]): System {
  system.caller(function* () {
    expectEnd("to listen", yield* system.listen(0), "heard", ...allowed);
  });
  return system;
}

/** Three answers, of which the ring holds two. */
function three(machine: Machine, order: readonly number[]): World {
  const system = new System(machine, ["at length", "at length", "at length"]);
  system.caller(function* () {
    const results = [yield* system.begin(0), yield* system.begin(1), yield* system.begin(2)];
    for (const number of order)
      expectEnd(`call ${number}`, yield* system.wait(number, results[number]!, FOREVER), "value"); // one of the three
  });
  return system.afterAnswers(RING_BYTES).world;
}

/** The reactor parks whenever it has nothing to do. */
const PARKS: readonly Edit[] = [{ file: "reactor/pace", find: "const STORM = 32;", put: "const STORM = 0;" }];

/** Of what has two crossings in each direction. */
const MANY = 100_000;

const all: Record<string, Scenario> = {
  "a call is answered at once": { run: (m) => single(new System(m, ["at once"])).world },
  "a call is answered later": { run: (m) => single(new System(m, ["later"])).world },
  "a thread calls before the reactor has accepted it": {
    run: (m) => single(new System(m, ["at once"], { late: true })).world,
  },
  "both sides look about before they sleep": {
    run: (m) => single(new System(m, ["at once"], { spin: true, tick: 0.02 })).world,
  },
  "a turn of the reactor is over after each request": {
    run: (m) => single(new System(m, ["at once"], { tick: 0.3 })).world,
  },
  "the reactor parks": { edits: PARKS, run: (m) => single(new System(m, ["at once"], { reactorEarly: 1 })).world },
  "the reactor parks after an answer outside its turns": {
    edits: PARKS,
    run: (m) => single(new System(m, ["later"])).world,
  },
  "a call's time is up": {
    run: (m) => {
      const system = new System(m, ["at once"]);
      system.caller(
        function* () {
          expectEnd("the call", yield* system.block(0, 40), "value", "timeout");
        },
        // Half of it, and then the rest.
        { early: 2 },
      );
      return system.world;
    },
  },
  "a call's time is up, and another follows": {
    run: (m) => {
      const system = new System(m, ["at once", "at once"]);
      system.caller(function* () {
        expectEnd("the first call", yield* system.block(0, 0), "value", "timeout");
        expectEnd("the second call", yield* system.block(1, FOREVER), "value");
      });
      return system.world;
    },
  },
  "a call is cancelled": {
    run: (m) => {
      const system = new System(m, ["obeys"]);
      system.caller(function* () {
        const result = yield* system.begin(0);
        yield* system.cancel(result);
        expectEnd("the call", yield* system.wait(0, result, FOREVER), "cancelled");
      });
      return system.world;
    },
  },
  "the reactor dies in a call": {
    run: (m) => {
      const system = single(new System(m, ["at once"]), "ended");
      system.killer();
      return system.world;
    },
  },
  "the reactor dies in a call that is answered later": {
    run: (m) => {
      const system = single(new System(m, ["later"]), "ended");
      system.killer();
      return system.world;
    },
  },
  "the reactor stops in a call": {
    run: (m) => {
      const system = single(new System(m, ["at once"]), "stopped");
      system.stopper();
      return system.world;
    },
  },
  "the reactor stops in a call that never ends": {
    run: (m) => {
      const system = single(new System(m, ["never"]), "stopped");
      system.stopper();
      return system.world;
    },
  },
  "a second call follows the first": { run: (m) => two(new System(m, ["at once", "at once"]).afterAnswers()).world },
  "a second call follows the first, and the reactor parks": {
    edits: PARKS,
    run: (m) => two(new System(m, ["at once", "at once"], { reactorEarly: 1 }).afterAnswers()).world,
  },
  "a second call follows an answer outside a turn, and the reactor parks": {
    edits: PARKS,
    run: (m) => two(new System(m, ["later", "at once"]).afterAnswers()).world,
  },
  "a second call follows an answer outside a turn": {
    run: (m) => two(new System(m, ["later", "at once"]).afterAnswers()).world,
  },
  "two calls are in flight": {
    run: (m) => {
      const system = new System(m, ["at once", "at once"]);
      system.caller(function* () {
        const results = [yield* system.begin(0), yield* system.begin(1)];
        for (const [number, result] of results.entries())
          expectEnd(`call ${number}`, yield* system.wait(number, result, FOREVER), "value");
      });
      return system.world;
    },
  },
  "two calls are in flight, and any is waited for": {
    run: (m) => {
      const system = new System(m, ["later", "at once"]);
      system.caller(function* () {
        const results = [yield* system.begin(0), yield* system.begin(1)];
        yield* system.awaitAny(results);
        for (const [number, result] of results.entries())
          expectEnd(`call ${number}`, yield* system.wait(number, result, FOREVER), "value");
      });
      return system.world;
    },
  },
  "a function of the caller's is asked for": {
    most: MANY,
    run: (m) => single(new System(m, ["asks"])).world,
  },
  "a function of the caller's is asked for, and its call has a limit": {
    most: MANY,
    run: (m) => {
      const system = new System(m, ["asks"]);
      system.caller(
        function* () {
          expectEnd("the call", yield* system.block(0, 40), "value", "timeout");
        },
        { early: 2 },
      );
      return system.world;
    },
  },
  "a function's call is over, and another follows": {
    most: MANY,
    run: (m) => {
      const system = new System(m, ["asks", "at once"]);
      system.caller(function* () {
        expectEnd("the first call", yield* system.block(0, 0), "value", "timeout");
        expectEnd("the second call", yield* system.block(1, FOREVER), "value");
      });
      return system.world;
    },
  },
  "the reactor dies while a function of the caller's is asked for": {
    most: MANY,
    run: (m) => {
      const system = single(new System(m, ["asks"]), "ended");
      system.killer();
      return system.world;
    },
  },
  "an event comes while the thread listens for it": {
    most: MANY,
    run: (m) => listens(new System(m, ["emits"])).world,
  },
  "events come before the call that began to listen has ended": {
    most: MANY,
    run: (m) => listens(new System(m, ["emits at once"])).world,
  },
  "the reactor dies after an event": {
    most: MANY,
    run: (m) => {
      const system = listens(new System(m, ["emits"]), "ended");
      system.killer();
      return system.world;
    },
  },
  "answers fill their ring": { run: (m) => three(m, [0, 1, 2]) },
  // Those before it do not wake the thread that waits for it.
  "answers fill their ring, and the last is waited for first": { run: (m) => three(m, [2, 1, 0]) },
};

export const scenarios: ReadonlyMap<string, Scenario> = new Map(Object.entries(all));
