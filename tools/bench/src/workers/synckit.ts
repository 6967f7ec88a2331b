import { runAsWorker } from "synckit";
import { workOf } from "../call-row.ts";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

runAsWorker(await workOf(findRow(announcedRow())));
