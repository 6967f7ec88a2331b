import type { Row } from "../row.ts";
import { add } from "./add.ts";

/** Every row, in the order of the tables. */
export const rows: readonly Row[] = [add];

export function findRow(name: string): Row {
  const found = rows.find((row) => row.name === name);
  if (found === undefined)
    throw new Error(`no row is called ${name}; there are ${rows.map((row) => row.name).join(", ")}`);
  return found;
}
