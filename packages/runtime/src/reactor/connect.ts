/** This thread's connection to its reactor: found, announced, or started with the reactor itself. */
import { BroadcastChannel, isMainThread, threadId } from "node:worker_threads";
import { beginWait } from "../blocked.ts";
import { Connection } from "../call.ts";
import { Deadline } from "../deadline.ts";
import { TimeoutError } from "../errors.ts";
import { newThreadBlock } from "../memory/blocks.ts";
import { generationOf, movePhase, phaseOf, readPhase, waitPhase } from "../memory/phase.ts";
import { allowInterrupts } from "../memory/nap.ts";
import { undertake } from "../memory/obituary.ts";
import { readSettings } from "../memory/settings.ts";
import { pause } from "../memory/sleep.ts";
import { perThread } from "../per-thread.ts";
import { type Tree, doorName, joinTree, tree } from "../tree.ts";
import { uniqueName } from "../unique.ts";
import { tellUnseen } from "../unseen.ts";
import { type Knock, PROTOCOL, Phase, SLICE_MS } from "../wire.ts";
import { claim, claimant, overrule, release } from "./claim.ts";
import { afterExit, stopAtExit } from "./exit.ts";
import { launch } from "./launch.ts";
import { openLifeline } from "./lifeline.ts";
import { type SetupOptions, mayRestart } from "./options.ts";
import { attend, supervise } from "./owner.ts";
import { openLane } from "./relay.ts";
import { askFor } from "./rendezvous.ts";
import { PhaseWatch, endOf } from "./watch.ts";

/** Milliseconds between two questions to a tree that has claimed the process and does not answer yet. */
const ASK_AGAIN = 50;
/** Questions without an answer after which a claim is void. Its tree answers once its reactor has a supervisor. */
const UNANSWERED = 60;

/** To the reactor of one name. */
interface Line {
  readonly name: string;
  connection: Connection | undefined;
  /** Its generation, if this thread has started it. */
  owned: number;
}

const newLine = (name: string): Line => ({ name, connection: undefined, owned: 0 });

const slot = perThread("connection", () => ({
  default: newLine(""),
  named: new Map<string, Line>(),
  hooked: false,
  /** Of a test reactor, in this very thread: all calls of the thread are its. */
  test: undefined as Tester | undefined,
}));

/** A test reactor. */
export interface Tester {
  readonly connection: Connection;
  /** The connection for calls of the reactor of this name. */
  connectionTo(name: string): Connection;
}

/** Has all calls of this thread made over a test reactor's connection from now on; undefined: no longer. */
export function connectBy(test: Tester | undefined): void {
  slot.test = test;
}

/** The connections that this thread has. */
export function connections(): readonly Connection[] {
  if (slot.test !== undefined) return [slot.test.connection];
  return allLines().flatMap(({ connection }) => connection ?? []);
}

/** Whether a test reactor has this thread. */
export function isTested(): boolean {
  return slot.test !== undefined;
}

/** Whether the reactor of this name was ever set up. */
export function isSetUp(name: string): boolean {
  return isTested() || phaseOf(readPhase(tree(name).block)) !== Phase.None;
}

const allLines = (): readonly Line[] => [slot.default, ...slot.named.values()];

function lineTo(name: string): Line {
  if (name === "") return slot.default;
  let line = slot.named.get(name);
  if (line === undefined) slot.named.set(name, (line = newLine(name)));
  return line;
}

/** How to connect, where it is not as a call does that goes on at once. */
export interface Connecting {
  /** Of a setup(), which starts another one also after a stop or a death. Undefined: those of the last one. */
  readonly options?: SetupOptions;
  /** The caller blocks next, and then calls `supervise()`: a reactor that is started here is supervised a little later. */
  readonly blocks?: boolean;
}

/**
 * The connection to the reactor of this name that serves now; starts one if there is none. Blocks only while another thread starts one, or
 * while one is stopping that is to be started again.
 */
export function connect(
  name: string,
  label: string,
  deadline: Deadline,
  { options, blocks = false }: Connecting = {},
): Connection {
  if (slot.test !== undefined) return slot.test.connectionTo(name);
  const line = lineTo(name);
  for (;;) {
    // Anew each time: the thread may just have joined another tree.
    const here = tree(name);
    const word = readPhase(here.block);
    const phase = phaseOf(word);
    const generation = generationOf(word);
    const current = line.connection?.generation === generation ? line.connection : undefined;
    if (current === undefined) deadline.beginNow();
    if (phase === Phase.Running || phase === Phase.Hosted) return current ?? use(line, knock(here, generation));
    if (phase === Phase.Starting) {
      // The owner need not wait: what it sends is served once the reactor is there.
      if (current !== undefined) return current;
      awaitStart(here, word, label, deadline, () => startingStill(label, deadline));
      continue;
    }
    attend(false);
    const again = options !== undefined || (phase === Phase.Dead && mayRestart(here.block));
    if (phase !== Phase.None && !again) throw endOf(here, generation, label, false);
    if (phase === Phase.Stopping) {
      if (deadline.passed()) throw endOf(here, generation, label, false);
      waitPhase(here.block, word, deadline.remaining());
      continue;
    }
    // Threads that share no ancestor with us may have a reactor, or be about to start one: it is theirs that we use.
    if (!claim(here.key)) {
      joinClaimant(label, deadline);
      continue;
    }
    const started = launch(here, word, label, options);
    // Another thread of our tree may have been first.
    if (started === undefined) continue;
    // The last other reactor of the tree may have ended meanwhile, and given the claim up.
    claim(here.key);
    // A worker may be terminated while it waits, and then only the beat that is missed tells it.
    if (!blocks || !isMainThread) supervise();
    line.owned = started.generation;
    return use(line, started);
  }
}

/** Waits while a reactor starts, whose phase is `word`; throws what `late` makes where the time is up. */
export function awaitStart(here: Tree, word: number, label: string, deadline: Deadline, late: () => Error): void {
  const watch = new PhaseWatch(here, generationOf(word));
  // What it loads may call this thread, if that is a reactor.
  const blocked = beginWait(here.name, generationOf(word), label);
  let idle = 0;
  try {
    while (readPhase(here.block) === word) {
      if (deadline.passed()) throw late();
      blocked?.look();
      const ms = Math.min(deadline.remaining(), blocked?.next() ?? SLICE_MS, SLICE_MS);
      waitPhase(here.block, word, ms);
      idle += ms;
      // The watch notices an owner that ended while it started.
      if (readPhase(here.block) === word) watch.check(idle >= SLICE_MS, label, false);
      if (idle >= SLICE_MS) idle = 0;
    }
  } finally {
    blocked?.end();
  }
}

/** Waits for an answer from the tree that has claimed the process, and joins it; or finds its claim void. */
function joinClaimant(label: string, deadline: Deadline): void {
  const key = claimant();
  for (let asked = 0; claimant() === key; asked += 1) {
    const end = Deadline.after(ASK_AGAIN);
    const other = key === "" ? undefined : askFor(key, Math.min(ASK_AGAIN, deadline.remaining()));
    if (other !== undefined) {
      for (const each of allLines()) each.owned = 0;
      return joinTree(other);
    }
    if (deadline.passed()) throw startingStill(label, deadline);
    // A whole while, also where a tree that is ending answered at once for itself: too many short ones would void a claim that
    // has only just been made.
    pause(key === "" ? 1 : Math.min(end.remaining(), deadline.remaining()));
    // Then asks again who has claimed it: where the claim was just released, nobody has.
    if (asked >= UNANSWERED) return overrule(key);
  }
}

const startingStill = (label: string, { milliseconds }: Deadline): TimeoutError =>
  new TimeoutError(label, milliseconds, false, "The reactor was still starting; nothing was sent.");

/** Announces this thread at the reactor's door. What it sends from now on is served once the reactor has opened. */
function knock(here: Tree, generation: number): Connection {
  const block = newThreadBlock();
  const name = `${doorName(here, generation)}:${uniqueName()}`;
  const lane = openLane(name);
  const door = new BroadcastChannel(doorName(here, generation));
  // The main thread's end is the end of the process, and needs no telling.
  const lifeline = isMainThread ? "" : openLifeline();
  const message: Knock = { protocol: PROTOCOL, block: block.memory, lane: name, lifeline, thread: threadId };
  door.postMessage(message);
  door.close();
  return new Connection(generation, block, lane, new PhaseWatch(here, generation), {
    reactor: here.name,
    ...readSettings(here.block),
  });
}

function use(line: Line, connection: Connection): Connection {
  // Of a former generation: it keeps the answers that have arrived.
  line.connection?.close();
  line.connection = connection;
  allowInterrupts(readSettings(tree(line.name).block).interrupts);
  if (!slot.hooked) {
    slot.hooked = true;
    // Not at import: a thread that never calls has nothing to say at its end.
    if (!isMainThread || line.owned !== 0) process.once("exit", leave);
    if (isMainThread) afterExit(lastOfProcess);
  }
  return connection;
}

/**
 * The end of a thread. Of a worker: its calls are cancelled, and a reactor that it owns ends with it, so that the next call
 * starts another. Of the main thread: only what lies outside the process is put away, since calls still work in listeners of the
 * exit event. After the last of them the reactor is stopped (exit.ts).
 */
function leave(): void {
  for (const line of allLines()) leaveOne(line);
  // Of the main thread calls still work.
  if (!isMainThread) tellUnseen();
}

function leaveOne({ name, connection, owned }: Line): void {
  const here = tree(name);
  // Of a worker only if nobody has told that end: the claim may be that of a reactor which another thread has started since.
  if (owned !== 0 && (isMainThread || undertake(here.block, owned))) release(here, isMainThread);
  if (isMainThread) return;
  connection?.close();
  if (owned === 0) return;
  movePhase(here.block, owned, [Phase.Starting, Phase.Running], Phase.None);
  // What was stopped stays stopped.
  movePhase(here.block, owned, [Phase.Stopping], Phase.Stopped);
}

function lastOfProcess(): void {
  const all = allLines().flatMap(({ connection }) => connection ?? []);
  // What has arrived and failed meanwhile.
  for (const each of all) each.poll();
  tellUnseen();
  stopAtExit(all);
}
