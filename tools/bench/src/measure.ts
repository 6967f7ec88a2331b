/** Program: measures one row of one contestant, in a process of its own, and prints the Sample as JSON. Started by take.ts. */
import type { Apart } from "./apart.ts";
import { findContestant } from "./contestants.ts";
import { announceRow } from "./row.ts";
import { findRow } from "./rows/index.ts";
import type { Counts } from "./sample.ts";

const [name, rowName, counts, cores] = process.argv.slice(2) as [string, string, string, string?]; // as take.ts passes them

const row = findRow(rowName);
announceRow(row.name);
if (row.measure === undefined) throw new Error(`the row ${row.name} has a program of its own`);
// take.ts wrote both.
const apart = cores === undefined ? undefined : (JSON.parse(cores) as Apart);
const sample = await row.measure(findContestant(name), JSON.parse(counts) as Counts, apart);
console.log(JSON.stringify(sample));
