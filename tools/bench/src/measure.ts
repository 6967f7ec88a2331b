/** Program: measures one row of one contestant, in a process of its own, and prints the Sample as JSON. Started by take.ts. */
import { findContestant } from "./contestants.ts";
import { announceRow } from "./row.ts";
import { findRow } from "./rows/index.ts";
import type { Counts } from "./sample.ts";

const [name, rowName, counts] = process.argv.slice(2) as [string, string, string]; // as take.ts passes them

const row = findRow(rowName);
announceRow(row.name);
if (row.measure === undefined) throw new Error(`the row ${row.name} has a program of its own`);
const sample = await row.measure(findContestant(name), JSON.parse(counts) as Counts); // take.ts wrote it
console.log(JSON.stringify(sample));
