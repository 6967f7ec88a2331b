// Puts one facade in its place, without the compiler: FOLDER, CONTENT_FILE.
import { readFileSync } from "node:fs";
import { place } from "../../dist/output/index.js";

const folder = process.env["FOLDER"];
const content = readFileSync(process.env["CONTENT_FILE"], "utf8");
const at = { file: "clock.reactor.ts", line: 1, column: 1, text: "" };
const outcome = place({ path: "out/clock.facade.ts", content, place: at }, { folder, force: false });
process.exitCode = outcome.status === "written" ? 0 : 1;
