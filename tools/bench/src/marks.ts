/** Program: what `asynchronous` and `synchronous` add to a call that goes straight through, in nanoseconds. */
import { asynchronous, noSetup, synchronous } from "@picot/runtime";
import { median } from "./statistics.ts";

const ROUNDS = 31;
const CALLS = 100_000;

type Add = (a: number, b: number) => number;

const add: Add = (a, b) => a + b;
const blocking = synchronous(add);
const marked = asynchronous(add) as unknown as Add; // straight through it is just that

let sum = 0;
function nanoseconds(fn: Add): number {
  const begun = performance.now();
  for (let i = 0; i < CALLS; i += 1) sum += fn(i, 1);
  return ((performance.now() - begun) * 1e6) / CALLS;
}

function measure(title: string, fn: Add): void {
  // Side by side, so that both see the same machine.
  const added = Array.from({ length: ROUNDS }, () => nanoseconds(fn) - nanoseconds(add));
  console.log(`${title.padEnd(44)} ${median(added).toFixed(1).padStart(6)} ns`);
}

measure("synchronous, no reactor", blocking);
measure("asynchronous, no reactor was ever set up", marked);
noSetup();
measure("asynchronous, in the reactor's thread", marked);
if (sum === 0) throw new Error("nothing was added");
process.exit();
