import { Calculator } from "../fixtures/calculator.facade.ts";

export function adds(): number {
  return new Calculator(1).add(2, 3);
}
