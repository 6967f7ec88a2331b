/** One job of a pool, in its thread, from its arguments to its reply. */
import { tellWaits } from "../blocked.ts";
import { decodeValues } from "../codec/context-values.ts";
import { decode } from "../codec/decode.ts";
import { encodeReturned, encodeThrew } from "../codec/messages.ts";
import { corrupt } from "../codec/reader.ts";
import { surround, withOwn } from "../context-value.ts";
import { waitIn } from "../memory/wait-entry.ts";
import { setPoolReactor } from "../role.ts";
import { RunningJob, threadSlot } from "./current-job.ts";
import { type Job, type Packed, type Setup, type ThreadContext, packed, unpacked } from "./job.ts";
import { callable, load, perform } from "./perform.ts";

/** Never rejects: what the job throws is a reply, too. One at a time. */
export async function answer(job: Job, { place, reactor, context }: Setup): Promise<Packed> {
  const { number, label, transfer } = job;
  setPoolReactor(reactor);
  const current = new RunningJob(label, number, place);
  tellWaits({ entry: waitIn(place.waits, place.slot), reactor: undefined, interrupt: () => current.interrupt() });
  try {
    const from = unpacked(job.args);
    const args = decode({ from, handle: corrupt }) as unknown[]; // as packedArguments() wrote them
    const values = decodeValues(from);
    surround({ values: new Map(values), job: current });
    if (job.work.do !== "leave") await enter(context);
    // What it names is there before its values are set: it may have storages of its own for them.
    if (values.size > 0) await load(job);
    const value = await withOwn(values, () => perform(job, context, args));
    return packed((to) => encodeReturned(to, value, label, transfer));
  } catch (error) {
    return packed((to) => encodeThrew(to, error));
  } finally {
    current.end();
    surround(undefined);
    tellWaits(undefined);
  }
}

/** What the pool's context gives this thread, once. Where it throws, the job ends with that error, and the next one tries again. */
async function enter(context: ThreadContext | undefined): Promise<void> {
  if (context === undefined || threadSlot.entered !== undefined) return;
  const run = await callable(context.url, context.enter);
  threadSlot.entered = { value: await run() };
}
