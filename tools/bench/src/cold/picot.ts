import { Adder } from "../workload/adder.facade.ts";
import { report } from "./report.ts";

report(new Adder().add(1, 2));
