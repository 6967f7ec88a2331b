/** When the process was started, in milliseconds since the epoch: an environment variable that take.ts sets. */
export const STARTED = "PICOT_BENCH_STARTED";

/** Prints the time from the start of the process until now as its sample, once the result is there. */
export function report(result: unknown): void {
  const value = performance.timeOrigin + performance.now() - Number(process.env[STARTED]);
  if (result !== 3) throw new Error(`a wrong result: ${String(result)}`);
  console.log(JSON.stringify({ value }));
}
