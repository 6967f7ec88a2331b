import { workOf } from "../call-row.ts";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

export const work = await workOf(findRow(announcedRow()));
