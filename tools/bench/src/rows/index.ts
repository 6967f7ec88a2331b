import type { Row } from "../row.ts";
import { add } from "./add.ts";
import { busy } from "./busy.ts";
import { bytes } from "./bytes.ts";
import { callback } from "./callback.ts";
import { cold } from "./cold.ts";
import { defer } from "./defer.ts";
import { fetchRow } from "./fetch.ts";
import { green, greenMemory } from "./green.ts";
import { inFlight } from "./in-flight.ts";
import { live } from "./live.ts";
import { memory } from "./memory.ts";
import { object } from "./object.ts";
import { prefetch } from "./prefetch.ts";
import { size } from "./size.ts";
import { string } from "./string.ts";
import { threads } from "./threads.ts";
import { transferRow } from "./transfer.ts";
import { turn } from "./turn.ts";
import { blocked, idle } from "./waiting.ts";

/** Every row, in the order of the tables. */
export const rows: readonly Row[] = [
  add,
  object,
  string,
  bytes,
  transferRow,
  inFlight,
  threads,
  turn,
  live,
  callback,
  prefetch,
  fetchRow,
  busy,
  defer,
  cold,
  idle,
  blocked,
  memory,
  green,
  greenMemory,
  size,
];

export function findRow(name: string): Row {
  const found = rows.find((row) => row.name === name);
  if (found === undefined)
    throw new Error(`no row is called ${name}; there are ${rows.map((row) => row.name).join(", ")}`);
  return found;
}
