import { runAsWorker } from "synckit";
import { Adder } from "../workload/adder.reactor.ts";

const adder = new Adder();
runAsWorker((a: number, b: number) => adder.add(a, b));
