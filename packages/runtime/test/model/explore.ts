/**
 * All interleavings of a model, each up to the order of steps that do not touch the same place: dynamic partial-order
 * reduction (Flanagan and Godefroid, 2005) with sleep sets. Stateless: each run begins anew and follows the choices made so far.
 * A plain access is no step of its own: it runs with the step before it, and the world reports any two that no word orders.
 */
import type { Access, World } from "./world.ts";

export interface Explored {
  readonly runs: number;
  /** Of these, how many only showed that all that could follow had been seen. */
  readonly vain: number;
  /** False if the limit was reached before the end. */
  readonly complete: boolean;
  readonly violation: string | undefined;
  /** The steps that led to the violation. */
  readonly trace: readonly string[];
}

interface Node {
  readonly ready: readonly number[];
  /** No other order is tried here. */
  readonly fixed: boolean;
  readonly backtrack: Set<number>;
  /** Tried already, or not worth trying here, with what their steps touch. */
  readonly asleep: Map<number, readonly Access[]>;
  chosen: number;
}

type Clock = number[];

interface Entry {
  readonly index: number;
  readonly id: number;
  readonly write: boolean;
}

/** `turns`: of the orders, one in which threads take turns is the first, and not one in which each goes on as long as it can. */
export function explore(start: () => World, limit = Infinity, turns = false): Explored {
  const nodes: Node[] = [];
  let vain = 0;
  for (let runs = 1; ; runs += 1) {
    const world = start();
    const end = follow(world, nodes, turns);
    if (end === "asleep") vain += 1;
    if (end === "ended" && world.violation !== undefined)
      return { runs, vain, complete: false, violation: world.violation, trace: world.log };
    if (!next(nodes)) return { runs, vain, complete: true, violation: undefined, trace: [] };
    if (runs >= limit) return { runs, vain, complete: false, violation: undefined, trace: [] };
  }
}

/** The deepest choice that has not been tried. */
function next(nodes: Node[]): boolean {
  for (let node = nodes.at(-1); node !== undefined; node = nodes.at(-1)) {
    const { backtrack, asleep } = node;
    const other = [...backtrack].find((id) => !asleep.has(id));
    if (other !== undefined) {
      node.chosen = other;
      return true;
    }
    nodes.pop();
  }
  return false;
}

/** One run: along the nodes that there are, then anyhow. "asleep": all that could follow has been seen in another order. */
function follow(world: World, nodes: Node[], turns: boolean): "ended" | "asleep" {
  world.begin();
  const order = new Order(world.threads.length * 2);
  let asleep = new Map<number, readonly Access[]>();
  let last = -1;
  const known = nodes.length;
  for (let depth = 0; ; depth += 1) {
    const ready = world.ready();
    // Up to there, an earlier run has done it.
    const count = depth < known ? 0 : order.count;
    for (let id = 0; id < count; id += 1) {
      const accesses = !world.isClock(id) || ready.includes(id) ? world.accesses(id) : undefined;
      if (accesses !== undefined) order.race(id, accesses, nodes);
    }
    if (ready.length === 0) return "ended";
    let node = nodes[depth];
    if (node === undefined) {
      const awake = ready.filter((id) => !asleep.has(id));
      const other = turns ? awake.find((id) => id > last && !world.isClock(id)) : undefined;
      const chosen = other ?? (!turns && awake.includes(last) ? last : awake[0]);
      if (chosen === undefined) return "asleep";
      node = { ready, fixed: !world.explores(), backtrack: new Set([chosen]), asleep, chosen };
      nodes.push(node);
    }
    const { chosen } = node;
    const accesses = world.accesses(chosen) ?? [];
    // A clock has a next step only while its thread sleeps: whatever ends that sleep is where it must be tried.
    for (const id of ready)
      if (!node.fixed && world.isClock(id) && dependent(world.accesses(id)!, accesses)) node.backtrack.add(id); // ready
    asleep = new Map([...node.asleep].filter(([id, theirs]) => id !== chosen && !dependent(theirs, accesses)));
    node.asleep.set(chosen, accesses);
    last = chosen;
    const woken = world.step(chosen);
    order.add(chosen, accesses);
    for (const id of woken) order.follows(id, chosen);
    // A clock runs from the moment when its thread fell asleep.
    if (!world.isClock(chosen)) order.follows(chosen + world.threads.length, chosen);
  }
}

function dependent(some: readonly Access[], others: readonly Access[]): boolean {
  return some.some(({ at, write }) => others.some((other) => other.at === at && (write || other.write)));
}

/** What came before what in one run, because both touched the same place. */
class Order {
  readonly count: number;
  readonly #clocks: Clock[];
  readonly #ids: number[] = [];
  readonly #entries = new Map<number, Entry[]>();
  readonly #moments: Clock[] = [];

  constructor(count: number) {
    this.count = count;
    this.#clocks = Array.from({ length: count }, () => Array.from({ length: count }, () => 0));
  }

  /** The last step of another that the next step of `id` could have come before: there, it is to be tried first. */
  race(id: number, accesses: readonly Access[], nodes: readonly Node[]): void {
    const clock = this.#clocks[id]!; // by construction
    let latest: Entry | undefined;
    for (const { at, write } of accesses) {
      const entries = this.#entries.get(at) ?? [];
      for (let i = entries.length - 1; i >= 0; i -= 1) {
        const entry = entries[i]!; // within
        const races = entry.id !== id && (write || entry.write) && entry.index >= clock[entry.id]!; // by construction
        if (races && (latest === undefined || entry.index > latest.index)) latest = entry;
        // Whatever came before a write came before all that this write came before.
        if (entry.write) break;
      }
    }
    const node = latest === undefined ? undefined : nodes[latest.index];
    if (node === undefined || node.fixed) return;
    const led = node.ready.filter((each) => each === id || this.#ledTo(each, latest!.index, clock)); // there is a node
    if (led.some((each) => node.backtrack.has(each))) return;
    if (led.includes(id)) node.backtrack.add(id);
    else if (led.length > 0) node.backtrack.add(led[0]!); // just tested
    else for (const each of node.ready) node.backtrack.add(each);
  }

  /** Whether a step of `id` after this index came before what `clock` knows. */
  #ledTo(id: number, index: number, clock: Clock): boolean {
    return clock[id]! > index + 1; // by construction
  }

  add(id: number, accesses: readonly Access[]): void {
    const index = this.#ids.length;
    const clock = [...this.#clocks[id]!]; // by construction
    for (const { at, write } of accesses) {
      const entries = this.#entries.get(at) ?? [];
      for (let i = entries.length - 1; i >= 0; i -= 1) {
        const entry = entries[i]!; // within
        if (write || entry.write) join(clock, this.#moments[entry.index]!); // it was added
        if (entry.write) break;
      }
      entries.push({ index, id, write });
      this.#entries.set(at, entries);
    }
    clock[id] = index + 1;
    this.#ids.push(id);
    this.#moments.push(clock);
    this.#clocks[id] = [...clock];
  }

  /** What `id` does from now on comes after what `before` did. */
  follows(id: number, before: number): void {
    join(this.#clocks[id]!, this.#clocks[before]!); // by construction
  }
}

function join(clock: Clock, other: Clock): void {
  for (let i = 0; i < clock.length; i += 1) if (other[i]! > clock[i]!) clock[i] = other[i]!; // of one length
}
