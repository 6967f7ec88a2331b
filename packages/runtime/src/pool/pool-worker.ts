/** What a thread of the pool runs: one exported function of one module at a time. It may block, and may call facades. */
import { tellWaits } from "../blocked.ts";
import { decode } from "../codec/decode.ts";
import { encodeReturned, encodeThrew } from "../codec/messages.ts";
import { corrupt } from "../codec/reader.ts";
import { NoSuchMemberError } from "../errors.ts";
import { waitIn } from "../memory/wait-entry.ts";
import { setPoolReactor } from "../role.ts";
import { type Job, type Packed, packed, unpacked } from "./job.ts";

export default async function run(job: Job): Promise<Packed> {
  setPoolReactor(job.reactor);
  tellWaits({ entry: waitIn(job.place.waits, job.place.slot), reactor: undefined });
  try {
    const args = decode({ from: unpacked(job.args), handle: corrupt }) as unknown[]; // encoded as an array by deferToThread
    const exports = (await import(job.url)) as Record<string, unknown>; // a namespace object
    // Own exports only: a name that is merely reachable on an object is none.
    const found: unknown = Object.hasOwn(exports, job.name) ? exports[job.name] : undefined;
    if (typeof found !== "function") throw new NoSuchMemberError(`${job.url} exports no function ${job.name}.`);
    const value: unknown = await (found as (...args: unknown[]) => unknown)(...args);
    return packed((to) => encodeReturned(to, value, job.name));
  } catch (error) {
    return packed((to) => encodeThrew(to, error));
  } finally {
    tellWaits(undefined);
  }
}
