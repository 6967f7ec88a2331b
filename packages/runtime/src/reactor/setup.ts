/** Which thread is the reactor: a worker of its own, or the one that says so. And the end of it. */
import { isMainThread } from "node:worker_threads";
import { type Blocked, beginWait } from "../blocked.ts";
import { Deadline, FOREVER, type Timeout, checkTimeout } from "../deadline.ts";
import { ReactorStartError, ReactorStoppedError, SetupError } from "../errors.ts";
import { newReactorBlock } from "../memory/blocks.ts";
import { orInterrupted } from "../interrupted.ts";
import { beginWatch, readBeat, readWatch } from "../memory/care.ts";
import { beginGeneration, generationOf, movePhase, phaseOf, readPhase, waitPhase } from "../memory/phase.ts";
import { defaults, writeSettings, writeStart } from "../memory/settings.ts";
import { systemCall } from "../outgoing.ts";
import { perThread } from "../per-thread.ts";
import { isInReactor, ownReactor } from "../role.ts";
import { trim } from "../stack.ts";
import { type Tree, checkName, titleOf, tree } from "../tree.ts";
import { Phase, SystemMember, WatchFlag } from "../wire.ts";
import { claim, release } from "./claim.ts";
import { awaitStart, connect, isTested } from "./connect.ts";
import type { SetupOptions } from "./options.ts";
import { abort, attend, kill, supervise } from "./owner.ts";
import { Reactor } from "./reactor.ts";
import { answerFor } from "./rendezvous.ts";
import { STOP_WITHIN, type StopRequest } from "./stop-request.ts";
import { startBeat } from "./threads.ts";
import { PhaseWatch } from "./watch.ts";

/** Milliseconds. */
const START_TIMEOUT = 10_000;
/** What a reactor thread that is told to end may take on top, before stop() gives up on it. */
const KILL_PATIENCE = 1000;

/** Which reactor stop() and noSetup() speak of. */
export interface Named {
  /** Of the classes and functions tagged `@reactor <name>`. Default: the one with no name. */
  readonly name?: string;
}

function nameIn({ name }: Named, what: string): string {
  if (name !== undefined) checkName(name, what);
  return name ?? "";
}

/** How to stop the reactor that this thread is. */
const here = perThread("stop", () => ({ stop: undefined as ((request: StopRequest) => void) | undefined, name: "" }));

/**
 * Starts the reactor in a worker of its own and waits until it serves; where there is one already, it only waits. Optional:
 * the first call of a facade does the same with the defaults. No effect after noSetup(). After stop(), or a death, it starts
 * another one. Any application thread, any number of times; a reactor's thread too, for another reactor.
 *
 * @throws ReactorStartError with the original error as its cause; InterruptedError at Ctrl-C
 * @example setup({ modules: [new URL("./exchange-rate.reactor.js", import.meta.url)] });
 */
export function setup(options: SetupOptions = {}): void {
  const name = nameIn(options, "setup");
  if (ownReactor() === name || isTested()) return;
  const timeout = options.startTimeout ?? START_TIMEOUT;
  checkTimeout(timeout, "setup: startTimeout");
  const deadline = Deadline.after(timeout);
  try {
    connect(name, "setup", deadline, { options, blocks: true });
    const here = tree(name);
    const { block } = here;
    let word = readPhase(block);
    const watch = new PhaseWatch(here, generationOf(word));
    for (; phaseOf(word) === Phase.Starting; word = readPhase(block)) {
      const generation = generationOf(word);
      awaitStart(here, word, "setup", deadline, () => lateStart(here, generation, deadline));
    }
    supervise();
    // It may have died or been stopped since the last look.
    watch.check(false, "setup", false);
  } catch (error) {
    const thrown = orInterrupted(error, "setup", "The reactor goes on starting.");
    throw thrown instanceof Error ? trim(thrown) : thrown;
  } finally {
    supervise();
  }
}

/** The reactor is not ready in time. Its owner gives up on it: whatever it loads might go on for ever. */
function lateStart(tree_: Tree, generation: number, { milliseconds }: Deadline): ReactorStartError {
  const error = new ReactorStartError(`the reactor was not ready within ${milliseconds} ms (startTimeout)`);
  abort(tree_, generation, error);
  return new ReactorStartError(`setup: ${error.message}.`);
}

/**
 * Makes the calling thread the reactor: its own event loop serves calls, and application code runs in other threads
 * (`deferToThread`, or workers of your own). Starts no thread and installs nothing. Once, before any facade is called.
 *
 * @throws SetupError where the role is taken already
 * @example
 * noSetup();
 * provide("eurusd", rates);
 * createServer(async (request, response) => response.end(await deferToThread(pages, "ratePage", request.url)));
 */
export function noSetup(options: Named = {}): void {
  const name = nameIn(options, "noSetup");
  if (isTested()) throw new SetupError("noSetup(): this thread has a test reactor.");
  const own = tree(name);
  const { block, key } = own;
  const word = readPhase(block);
  const phase = phaseOf(word);
  const other = ownReactor();
  if (other !== undefined && other !== name)
    throw new SetupError(`noSetup(): this thread is ${titleOf(other)} already; a thread is one reactor only.`);
  if (phase === Phase.Hosted) throw new SetupError("noSetup(): a thread is the reactor already. It is called once.");
  if ((phase !== Phase.None && phase !== Phase.Stopped) || !claim(key)) {
    throw new SetupError(
      "noSetup(): the reactor runs in a worker already, started by setup() or by the first call of a facade. Call noSetup() before either.",
    );
  }
  const generation = beginGeneration(block, word, Phase.Hosted);
  if (generation === 0) throw new SetupError("noSetup(): another thread set the reactor up at the same moment.");
  // A former generation may have had another limit.
  writeSettings(block, defaults);
  writeStart(block, "");
  beginWatch(block, generation, false);
  const reactor = new Reactor(own, generation, newReactorBlock(), {
    stop: stopHosted,
    admitted,
    stopping: () => void movePhase(block, generation, [Phase.Hosted], Phase.Stopping),
  });
  // The program decides how long it lives: a server has its own handles.
  reactor.keepAlive(false);
  const stopAnswering = answerFor(own);
  here.stop = stopHosted;
  here.name = name;
  // A host that is a worker may end without a stop; nobody then serves those who still call.
  if (!isMainThread) process.once("exit", ended);

  // A host that is a worker may be terminated, too, and no code of its own tells that: a thread that it owns beats, once somebody
  // may wait for it.
  let beats = isMainThread;
  function admitted(): void {
    if (beats) return;
    beats = true;
    beginWatch(block, generation, true);
    startBeat(name, generation);
  }

  function stopHosted(request: StopRequest): void {
    void reactor.stop(request).then(() => {
      // Not before: a second stop() would take this thread for another one than the reactor's, and block it.
      here.stop = undefined;
      stopAnswering();
      ended();
    });
  }

  function ended(): void {
    movePhase(block, generation, [Phase.Hosted, Phase.Stopping], Phase.Stopped);
    release(own);
  }
}

/** Options of `stop()`. */
export interface StopOptions extends Named {
  /** Milliseconds for the running calls, and for what onStop() says. Default: 2,000. */
  readonly within?: Timeout;
  /**
   * What becomes of the calls that are running. "finish": they go on for `within`, and their callers get their results;
   * "cancel": likewise, but they are asked to end. What has not ended by then is stopped as by default, in up to 2 seconds
   * more. Default: their callers get ReactorStoppedError at once, and they are cancelled.
   */
  readonly calls?: "finish" | "cancel";
}

/**
 * Stops the reactor. Blocked callers get ReactorStoppedError at once; running calls are cancelled and may end within
 * `within` milliseconds (default 2,000), after which an embedded reactor's thread is ended. In an application thread it
 * blocks until the reactor has ended; in the reactor thread it returns at once. At the end of the process it happens by itself,
 * after the last listener of the exit event. Harmless the second time, or with no reactor.
 *
 * @throws ReactorStoppedError if the thread has still not ended a second after it was told to: it sits in a blocking system
 *   call, or the thread that started it, which alone can end it, neither turns its loop nor calls picot
 */
export function stop(options: StopOptions = {}): void {
  const name = nameIn(options, "stop");
  const { within = STOP_WITHIN, calls } = options;
  checkTimeout(within, "stop: within");
  if (isTested()) return;
  const ms = within === FOREVER ? 2 ** 31 - 1 : within;
  const request: StopRequest = { within: ms, calls: calls ?? "now" };
  if (here.stop !== undefined && here.name === name) return here.stop(request);
  const its = tree(name);
  const { block } = its;
  const word = readPhase(block);
  const generation = generationOf(word);
  const phase = phaseOf(word);
  if (phase === Phase.None || phase === Phase.Stopped || phase === Phase.Dead) return;
  const deadline = Deadline.after(calls === undefined || within === FOREVER ? within : within + STOP_WITHIN);
  if (phase !== Phase.Stopping) ask(name, request, deadline);
  // A pool is closed by this very stop, and must not wait for a job that waits for it.
  const blocked = isInReactor() ? undefined : beginWait(name, generation, "stop");
  try {
    awaitEnd(its, generation, deadline, blocked);
  } catch (error) {
    throw orInterrupted(error, "stop", "The reactor goes on stopping.");
  } finally {
    blocked?.end();
  }
}

function ask(name: string, { within, calls }: StopRequest, deadline: Deadline): void {
  try {
    connect(name, "stop", deadline).send(systemCall("stop", SystemMember.Stop, [within, calls]), deadline);
  } catch {
    // It is ending already, is not ready yet, or takes no requests: what follows awaits its end, and brings it about.
  }
}

function awaitEnd(here: Tree, generation: number, deadline: Deadline, blocked: Blocked | undefined): void {
  const { block } = here;
  let killed: { readonly deadline: Deadline; readonly beat: number } | undefined;
  for (;;) {
    const word = readPhase(block);
    const phase = phaseOf(word);
    if (generationOf(word) !== generation || phase === Phase.Stopped || phase === Phase.Dead || phase === Phase.None)
      return;
    blocked?.look();
    // Another stop may have less time.
    attend(false);
    if (killed === undefined && deadline.passed()) {
      kill(here, generation);
      killed = { deadline: Deadline.after(KILL_PATIENCE), beat: readBeat(block) };
    } else if (killed?.deadline.passed() === true) {
      // No beat all the time: the thread that owned the reactor was terminated, and the reactor with it.
      const beats = (readWatch(block, generation) & WatchFlag.Beats) !== 0;
      if (beats && readBeat(block) === killed.beat && movePhase(block, generation, [Phase.Stopping], Phase.Stopped))
        return;
      throw trim(
        new ReactorStoppedError(
          "stop: the reactor's thread was told to end and has not: it sits in a blocking system call, or the thread that " +
            "started it, which alone can end it, is busy.",
        ),
      );
    }
    const ms = (killed?.deadline ?? deadline).remaining() || 1;
    waitPhase(block, readPhase(block), Math.min(ms, blocked?.next() ?? ms));
  }
}

/** In the worker that is the reactor: what stop() does there. */
export function stopsBy(name: string, stop_: (request: StopRequest) => void): void {
  here.stop = stop_;
  here.name = name;
}
