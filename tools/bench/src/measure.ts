/** Program: measures one row of one peer, in a process of its own, and prints the Sample as JSON. Started by sample.ts. */
import { findPeer } from "./peers/index.ts";
import { type Call, announceRow } from "./row.ts";
import { findRow } from "./rows/index.ts";
import type { Sample } from "./sample.ts";
import { median, quantile } from "./statistics.ts";

const [peerName, rowName, warmup, calls] = process.argv.slice(2) as [string, string, string, string]; // as sample.ts passes them

const row = findRow(rowName);
announceRow(row.name);
const call = await findPeer(peerName).open(row);

time(call, Number(warmup)); // the start of the worker is in here too
const times = time(call, Number(calls));

const sample: Sample = { p50: median(times) * 1_000, p99: quantile(times, 0.99) * 1_000 };
console.log(JSON.stringify(sample));

/** The time of each of so many calls, back to back, in milliseconds. The loop is the same for every peer. */
function time(call: Call, count: number): Float64Array {
  const { args, isRight } = row;
  const times = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    const result = call(...args);
    times[at] = performance.now() - start;
    if (!isRight(result)) throw new Error(`${peerName}: call ${at} returned ${String(result)}`);
  }
  return times;
}
