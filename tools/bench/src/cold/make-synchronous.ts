import makeSynchronous from "make-synchronous";
import { report } from "./report.ts";

const file = JSON.stringify(new URL("../workload/adder.reactor.js", import.meta.url));
report(makeSynchronous(`async (a, b) => new (await import(${file})).Adder().add(a, b)`)(1, 2));
