import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

export const work = await findRow(announcedRow()).work();
