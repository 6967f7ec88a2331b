/** What an application thread learns of its reactor's end: from the phase word, when it is woken or between two sleeps. */
import { Reader } from "../codec/reader.ts";
import { decodeReply } from "../codec/messages.ts";
import {
  NonErrorThrownError,
  PicotError,
  ReactorDiedError,
  ReactorStartError,
  ReactorStoppedError,
  RemoteError,
  hide,
  textOf,
} from "../errors.ts";
import { readBeat, readWatch } from "../memory/care.ts";
import { readCause, readObituary } from "../memory/obituary.ts";
import { generationOf, movePhase, phaseOf, readPhase } from "../memory/phase.ts";
import type { Watch } from "../requests.ts";
import type { Tree } from "../tree.ts";
import { type Obituary, Phase, WatchFlag } from "../wire.ts";
import { release } from "./claim.ts";
import { attend } from "./owner.ts";

/**
 * Slices that a thread sleeps through without a beat of the supervisor before it takes the owner for gone: 2 seconds. Counted
 * in its own slices and not by the clock: a process that was stopped, or starved, stops counting too.
 */
const STILL_SLICES = 8;
/** The same where no beats are to come, before the supervisor is up: it is not to be had, then, and nobody would tell an end. */
const ALONE_SLICES = 40;

export class PhaseWatch implements Watch {
  readonly #tree: Tree;
  readonly #generation: number;
  #beat = -1;
  #still = 0;

  constructor(tree: Tree, generation: number) {
    this.#tree = tree;
    this.#generation = generation;
  }

  check(slept: boolean, label: string, mayHaveRun: boolean): void {
    attend(slept);
    const word = readPhase(this.#tree.block);
    const phase = phaseOf(word);
    if (
      generationOf(word) === this.#generation &&
      (phase === Phase.Running || phase === Phase.Hosted || phase === Phase.Starting)
    ) {
      if (slept) this.#checkOwner(phase, label, mayHaveRun);
      return;
    }
    throw endOf(this.#tree, this.#generation, label, mayHaveRun);
  }

  #checkOwner(phase: Phase, label: string, mayHaveRun: boolean): void {
    const { block } = this.#tree;
    const flags = readWatch(block, this.#generation);
    const beats = (flags & WatchFlag.Beats) !== 0;
    // The owner, or the host, is the main thread, which ends with the process only.
    if (!beats && (phase === Phase.Hosted || flags === WatchFlag.Up)) return;
    const beat = readBeat(block);
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#still = 0;
      return;
    }
    this.#still += 1;
    // Not up yet: it takes its time to start on a machine with much to do.
    if (this.#still < (beats && (flags & WatchFlag.Up) !== 0 ? STILL_SLICES : ALONE_SLICES)) return;
    if (movePhase(block, this.#generation, [Phase.Hosted], Phase.Dead)) release(this.#tree);
    // The thread that owned the reactor was ended without a chance to say so; its workers ended with it.
    movePhase(block, this.#generation, [Phase.Starting, Phase.Running], Phase.None);
    throw endOf(this.#tree, this.#generation, label, mayHaveRun);
  }
}

/** The error for a call whose reactor does not serve any longer. */
export function endOf(tree: Tree, generation: number, label: string, mayHaveRun: boolean): PicotError {
  const word = readPhase(tree.block);
  const phase = generationOf(word) === generation ? phaseOf(word) : Phase.None;
  if (phase === Phase.Stopping || phase === Phase.Stopped) {
    return new ReactorStoppedError(
      `${label}: the reactor was stopped.${mayHaveRun ? " The method may have run." : " Nothing was sent."}`,
    );
  }
  const obituary = readObituary(tree.block, generation);
  if (phase === Phase.Dead && obituary === undefined) {
    return new ReactorDiedError(
      `${label}: the worker that called noSetup(), and so was the reactor, has ended.${ran(mayHaveRun)}`,
      { reason: "owner-ended", exitCode: null, mayHaveRun },
    );
  }
  if (obituary === undefined) {
    return new ReactorDiedError(
      `${label}: the reactor has ended, since the thread that started it ended. The next call starts another one.${ran(mayHaveRun)}`,
      { reason: "owner-ended", exitCode: null, mayHaveRun },
    );
  }
  const cause = obituary.reason === "uncaught" || obituary.starting ? causeOf(tree, generation, obituary) : undefined;
  // An undefined cause is one too, where that is what was thrown.
  const options = obituary.reason === "uncaught" || cause !== undefined ? { cause } : undefined;
  // A module that could not be loaded: the error says so already, and the module's own error is its cause.
  if (obituary.starting && cause instanceof ReactorStartError)
    return new ReactorStartError(`${label}: ${cause.message}`, { cause: cause.cause });
  if (obituary.starting)
    return new ReactorStartError(`${label}: the reactor could not start: ${why(obituary, cause)}`, options);
  return new ReactorDiedError(
    `${label}: the reactor died: ${why(obituary, cause)}.${ran(mayHaveRun)}`,
    { reason: obituary.reason, exitCode: obituary.exitCode, mayHaveRun },
    options,
  );
}

const ran = (mayHaveRun: boolean): string => (mayHaveRun ? " The method may have run." : " Nothing was sent.");

function why(obituary: Obituary, cause: unknown): string {
  switch (obituary.reason) {
    case "uncaught":
      return `nobody caught ${cause instanceof Error ? `${cause.name}: ${cause.message}` : textOf(cause)}`;
    case "out-of-memory":
      return "it ran out of memory (setup({ resourceLimits }) sets its limits)";
    case "terminated":
      return "its thread was terminated";
    default:
      return obituary.error?.message ?? `its code called process.exit(${obituary.exitCode ?? ""})`;
  }
}

/** The error as the dying thread encoded it, or else as Node reported it. */
function causeOf(tree: Tree, generation: number, obituary: Obituary): unknown {
  const encoded = readCause(tree.block, generation);
  if (encoded !== undefined) {
    try {
      const reader = new Reader();
      reader.begin(Buffer.from(encoded.buffer), 0, encoded.length, []);
      const settled = decodeReply(reader, "the reactor", () => null);
      if (settled.kind === "returned") return settled.value;
      return settled.error instanceof NonErrorThrownError ? settled.error.value : settled.error;
    } catch {
      // Torn by a death while it was written: what Node reported is still there.
    }
  }
  if (obituary.error === null) return undefined;
  const { name, message, stack } = obituary.error;
  const error = new RemoteError(message);
  hide(error, "name", name);
  hide(error, "stack", stack);
  return error;
}
