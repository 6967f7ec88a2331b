/**
 * Every test that blocks runs its scenario in a process of its own, which is killed from outside when its time is up: a
 * blocked thread hears of no timeout inside it.
 */
import { spawn } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";

/**
 * Milliseconds that something may take which takes at most `ms` on a calm machine: more where much more wants to run than there
 * are cores. Some of that is the tests' own.
 */
export function calm(ms: number): number {
  const [load = 0] = loadavg();
  return ms * Math.max(1, load / (2 * availableParallelism()));
}

/** What came of a process. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start to the end of the process. */
  readonly ms: number;
  /** It had to be killed: it hung. */
  readonly killed: boolean;
}

export interface RunOptions {
  /** Milliseconds until the process is killed, on a calm machine. Default: 20,000. */
  readonly limit?: number;
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const runner = fileURLToPath(new URL("../dist-test/run-scenario.js", import.meta.url));
const RESULT = "\u0000result:";

/** What scenarios are run with, and its first arguments, as JSON: another runtime than this Node. */
const OTHER = process.env["PICOT_TEST_RUNTIME"];
export const [program, ...before] =
  OTHER === undefined ? [process.execPath] : (JSON.parse(OTHER) as [string, ...string[]]); // as tools/runtimes gives it

/** Runs this Node, or the runtime that is named in its place, with these arguments. */
export function runNode(
  args: readonly string[],
  { limit = 20_000, execArgv = [], env = {} }: RunOptions = {},
): Promise<Ended> {
  const start = performance.now();
  const child = spawn(program, [...before, ...execArgv, ...args], {
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let killed = false;
  const killer = setTimeout(() => {
    killed = true;
    child.kill("SIGKILL");
  }, calm(limit));
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(killer);
      const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString();
      resolve({ status, signal, stdout: text(stdout), stderr: text(stderr), ms: performance.now() - start, killed });
    });
  });
}

/** Runs an exported function of scenarios/<file>.ts as a program of its own; its arguments and its result are JSON. */
export async function runScenario(
  file: string,
  name: string,
  args: readonly unknown[] = [],
  options?: RunOptions,
): Promise<Ended & { readonly result: unknown }> {
  const ended = await runNode([runner, file, name, JSON.stringify(args)], options);
  const at = ended.stdout.lastIndexOf(RESULT);
  if (at < 0) return { ...ended, result: undefined };
  // One line: what the process prints at its end comes after it.
  const end = ended.stdout.indexOf("\n", at);
  return {
    ...ended,
    result: JSON.parse(ended.stdout.slice(at + RESULT.length, end)) as unknown,
    stdout: ended.stdout.slice(0, at) + ended.stdout.slice(end + 1),
  }; // JSON.parse is typed any
}

/** As runScenario, for one that must end well: returns its result, and shows what it printed if it did not. */
export async function scenario<T>(
  file: string,
  name: string,
  args: readonly unknown[] = [],
  options?: RunOptions,
): Promise<T> {
  const ended = await runScenario(file, name, args, options);
  if (ended.status !== 0) {
    const how = ended.killed ? "hung and was killed" : `ended with ${ended.signal ?? `status ${ended.status}`}`;
    throw new Error(`${file}.${name} ${how} after ${Math.round(ended.ms)} ms\n${ended.stdout}\n${ended.stderr}`);
  }
  return ended.result as T; // the caller knows its scenario
}

/** How the runner hands a result out, on standard output. */
export function formatResult(result: unknown): string {
  return `${RESULT}${JSON.stringify(result ?? null)}\n`;
}
