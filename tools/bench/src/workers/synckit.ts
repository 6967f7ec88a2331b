import { runAsWorker } from "synckit";
import { announcedRow } from "../row.ts";
import { findRow } from "../rows/index.ts";

runAsWorker(await findRow(announcedRow()).work());
