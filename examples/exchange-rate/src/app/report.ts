// Embedded: a plain script. Importing the facade is all the wiring there is; its first use starts the reactor in a
// thread of its own. Note what is not here: no await, no promise, no thread.
import { ExchangeRate } from "../facade/exchange-rate.facade.ts";

const POLLS = 4;

const url = process.argv[2];
if (url === undefined) throw new Error("usage: report.js <URL of the rate server>");

const rates = new ExchangeRate("EURUSD", { url, every: 250 });
rates.start();
for (let poll = 1; poll <= POLLS; poll++) {
  const next = timed(() => rates.nextValue());
  const latest = timed(() => rates.latestValue());
  console.log(
    `poll ${poll}: EUR/USD ${latest.value?.toFixed(4)}` +
      `   nextValue() blocked for ${next.ms.toFixed(0)} ms, latestValue() for ${latest.ms.toFixed(3)} ms`,
  );
}
rates.stop();

function timed<T>(blocking: () => T): { value: T; ms: number } {
  const begun = performance.now();
  const value = blocking();
  return { value, ms: performance.now() - begun };
}
