/** What a job's words mean in its thread. Names are those that the reactor's code gave, and lead to own exports and own members only. */
import { NoSuchMemberError } from "../errors.ts";
import { logError } from "../log.ts";
import { perThread } from "../per-thread.ts";
import { threadSlot } from "./current-job.ts";
import { type Export, type Job, NO_STREAM, type ThreadContext } from "./job.ts";
import { Streams } from "./streams.ts";

type Run = (this: unknown, ...args: unknown[]) => unknown;
type Class = (new (...args: unknown[]) => object) & { readonly prototype: object };

const here = perThread("poolThings", () => ({
  /** By the numbers that the pool gave. */
  objects: new Map<number, { readonly object: object; readonly of: Class }>(),
  streams: new Streams(),
  /** Found before, by module and name: to import a module again costs more than a small job. */
  functions: new Map<string, Run>(),
}));

export async function perform(
  { work, label }: Job,
  context: ThreadContext | undefined,
  args: readonly unknown[],
): Promise<unknown> {
  switch (work.do) {
    case "call":
      return result((await callable(work.url, work.name))(...args), work.stream, label);
    case "several":
      for (const [i, { url, name }] of work.calls.entries())
        await (
          await callable(url, name)
        )(...(args[i] as unknown[])); // a list for each call
      return undefined;
    case "notify":
      return notify(work, work.callback, args);
    case "construct": {
      const of = await classOf(work.url, work.name);
      here.objects.set(work.object, { object: new of(...args), of });
      return undefined;
    }
    case "static": {
      const of = await classOf(work.url, work.name);
      return result(method(of, work.member, label).apply(of, [...args]), work.stream, label);
    }
    case "method": {
      const { object, of } = here.objects.get(work.object) ?? gone(label);
      return result(method(of.prototype, work.member, label).apply(object, [...args]), work.stream, label);
    }
    case "release":
      here.objects.delete(work.object);
      return undefined;
    case "pull":
      return here.streams.pull(work.stream);
    case "close":
      return here.streams.close(work.stream);
    case "leave":
      return leave(context?.url ?? "", context?.leave);
  }
}

/** Imports the modules that a job names. */
export async function load({ work }: Job): Promise<void> {
  const named = "calls" in work ? work.calls : "url" in work ? [work] : [];
  for (const { url, name } of named) await callable(url, name);
}

async function result(value: unknown, stream: number, label: string): Promise<unknown> {
  if (stream === NO_STREAM) return value;
  return here.streams.open(stream, await value, label);
}

/** A job, and then its callback in the same thread. */
async function notify(job: Export, callback: Export, args: readonly unknown[]): Promise<void> {
  const told = await callable(callback.url, callback.name);
  let outcome: readonly [boolean, unknown];
  try {
    outcome = [true, await (await callable(job.url, job.name))(...args)];
  } catch (error) {
    outcome = [false, error];
  }
  await told(...outcome);
}

async function leave(url: string, name: string | undefined): Promise<void> {
  const { entered } = threadSlot;
  threadSlot.entered = undefined;
  if (entered === undefined || name === undefined) return;
  try {
    await (
      await callable(url, name)
    )(entered.value);
  } catch (error) {
    // No job's business: those have ended well.
    logError(`${name}, which a thread of the pool runs at its end, failed`, error);
  }
}

/** An own export that is a function. */
export async function callable(url: string, name: string): Promise<Run> {
  const key = `${url}#${name}`;
  const known = here.functions.get(key);
  if (known !== undefined) return known;
  const exports = (await import(url)) as Readonly<Record<string, unknown>>; // a namespace object
  // Own exports only: a name that is merely reachable on an object is none.
  const found: unknown = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (typeof found !== "function") throw new NoSuchMemberError(`${url} exports no function ${name}.`);
  here.functions.set(key, found as Run); // just tested
  return found as Run; // as above
}

async function classOf(url: string, name: string): Promise<Class> {
  return (await callable(url, name)) as unknown as Class; // that it is a class shows when it is used
}

function method(holder: object, name: string, label: string): Run {
  const found: unknown = name === "constructor" ? undefined : Object.getOwnPropertyDescriptor(holder, name)?.value;
  if (typeof found === "function") return found as Run; // just tested
  throw new NoSuchMemberError(
    `${label}: its class has no such method of its own. The twin and its source differ: run \`picot generate\` and build again.`,
  );
}

function gone(label: string): never {
  throw new NoSuchMemberError(`${label}: its object is not in this thread.`);
}
