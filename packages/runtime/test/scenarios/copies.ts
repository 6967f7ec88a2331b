import { eventual } from "@picot/runtime";
import { Copies } from "../fixtures/copies.facade.ts";

export function reason(): unknown {
  const soon = eventual(new Copies()).reason();
  soon.cancel();
  return soon.wait(2_000);
}

export function shelf(): unknown {
  const one = new Copies();
  one.shareAs("shared");
  return {
    method: one.method(),
    provided: Copies.provided("shared") === one,
    given: one.give(100_000).length,
    left: one.left(),
  };
}
