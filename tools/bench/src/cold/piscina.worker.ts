import { Adder } from "../workload/adder.reactor.ts";

const adder = new Adder();
export default ([a, b]: [number, number]): Promise<number> => adder.add(a, b);
