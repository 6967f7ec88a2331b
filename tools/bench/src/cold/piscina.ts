import { Piscina } from "piscina";
import { report } from "./report.ts";

const filename = new URL("./piscina.worker.js", import.meta.url).href;
const pool = new Piscina<[number, number], number>({ filename, minThreads: 1, maxThreads: 1 });
report(await pool.run([1, 2]));
