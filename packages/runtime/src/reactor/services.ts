/** The services that setup() names: started in their order before the first call is served, stopped in reverse. Reactor thread. */
import { Deadline } from "../deadline.ts";
import { NoSuchMemberError, ReactorStartError, textOf } from "../errors.ts";
import { logError, logLine } from "../log.ts";
import { perThread } from "../per-thread.ts";
import { inTime } from "./in-time.ts";
import { loadModule } from "./modules.ts";
import type { ServiceName } from "./options.ts";
import { provideOnce } from "./provided.ts";
import { STOP_WITHIN } from "./stop-request.ts";

/** Whatever can be started and stopped: what @picot/services has, or any object with these methods. */
interface Startable {
  readonly name?: unknown;
  startService(): unknown;
  stopService(): unknown;
}

interface Running {
  readonly title: string;
  readonly service: Startable;
}

const running = perThread("services", () => [] as Running[]);

export function hasServices(): boolean {
  return running.length > 0;
}

/** Starts each once the one before it runs. Where one fails, those that run are stopped. */
export async function startServices(names: readonly ServiceName[]): Promise<void> {
  for (const [url, name] of names) {
    try {
      const service = await made(url, name);
      const known = typeof service.name === "string" && service.name !== "" ? service.name : name;
      await service.startService();
      running.push({ title: known, service });
      provideOnce(known, service);
    } catch (error) {
      await stopServices(STOP_WITHIN);
      throw new ReactorStartError(`The service ${name} of ${url} could not be started: ${textOf(error)}`, {
        cause: error,
      });
    }
  }
}

async function made(url: string, name: string): Promise<Startable> {
  const exports = await loadModule(url);
  // Own exports only: a name that is merely reachable on an object is none.
  const found: unknown = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (typeof found === "function" && isStartable(found.prototype)) {
    const Service = found as unknown as new () => Startable; // its prototype has the methods
    return new Service();
  }
  if (isStartable(found)) return found;
  throw new NoSuchMemberError(
    `${url} exports no service ${name}: an object with startService() and stopService(), or a class of such objects.`,
  );
}

function isStartable(value: unknown): value is Startable {
  if (typeof value !== "object" || value === null) return false;
  const { startService, stopService } = value as Partial<Startable>; // tested in the next line
  return typeof startService === "function" && typeof stopService === "function";
}

/**
 * Stops each once the one after it has ended, all in `within` milliseconds. One that takes half of the time that is left does
 * not hold the others any longer; those that have not ended then are told of.
 */
export async function stopServices(within: number): Promise<void> {
  const deadline = Deadline.after(within);
  const late = new Set<string>();
  const ends: Promise<void>[] = [];
  for (let last = running.pop(); last !== undefined; last = running.pop()) {
    const { title } = last;
    late.add(title);
    const end = stopOne(last).then(() => void late.delete(title));
    ends.push(end);
    await inTime(end, deadline.remaining() / 2);
  }
  if (late.size > 0) await inTime(Promise.all(ends), deadline.remaining());
  if (late.size > 0)
    logLine(
      `stop: not ended within ${Math.round(within)} ms: ${[...late].map((each) => `service ${each}`).join(", ")}.`,
    );
}

async function stopOne({ title, service }: Running): Promise<void> {
  try {
    await service.stopService();
  } catch (error) {
    logError(`the service ${title} failed to stop`, error);
  }
}
