/** Program: runs one exported function of a scenario file, and prints its result. See harness.ts. */
import { writeSync } from "node:fs";
import { formatResult } from "./harness.ts";

const [file, name, args] = process.argv.slice(2) as [string, string, string]; // as runScenario passes them
const exports = (await import(new URL(`./scenarios/${file}.js`, import.meta.url).href)) as Record<
  string,
  (...args: unknown[]) => unknown
>; // a scenario file
const run = exports[name];
if (run === undefined) throw new Error(`scenarios/${file}.ts has no ${name}`);
const result: unknown = await run(...(JSON.parse(args) as unknown[])); // JSON.parse is typed any
// At once and not through the stream: a scenario may end its process right after.
writeSync(1, formatResult(result));
