/** Facades as no generator writes them, for limits and names that it refuses. */
import { type FacadeSource, type Plan, bind, call, construct, facadePlan } from "@picot/runtime/facade/v1";

/** A facade of the class Calls with this plan; its methods are called by their names. */
export interface HandMade {
  run(method: string, ...args: readonly unknown[]): unknown;
}

export function callsFacade(source: FacadeSource): new () => HandMade {
  const at = new URL("../fixtures/calls.facade.js", import.meta.url).href;
  const plan: Plan = facadePlan(at, "./calls.reactor", "Calls", source);
  const members = new Map(Object.entries(plan.methods));
  class Calls implements HandMade {
    static {
      bind(this, plan);
    }
    constructor() {
      construct(this, plan, []);
    }
    run(method: string, ...args: readonly unknown[]): unknown {
      const member = members.get(method);
      if (member === undefined) throw new Error(`the plan has no ${method}`);
      return call(this, member, args);
    }
  }
  return Calls;
}

/** What an act throws, or a text that says that it did not. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}
