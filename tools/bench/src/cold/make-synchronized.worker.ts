import { Adder } from "../workload/adder.reactor.ts";

const adder = new Adder();
export const work = (a: number, b: number): Promise<number> => adder.add(a, b);
