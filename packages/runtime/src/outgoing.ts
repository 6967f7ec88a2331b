/** A call on its way out of an application thread. */
import type { Receive } from "./handles.ts";
import type { Crossing, PlanBase } from "./plan.ts";

/** Every field is always there: objects of one shape are made and read several times faster. */
export interface Outgoing {
  readonly label: string;
  /** Undefined: one of the reactor's own members. */
  readonly plan: PlanBase | undefined;
  readonly member: number;
  /** The plan of the class that it is called on; undefined: the member's own. */
  readonly on: PlanBase | undefined;
  /** The handle of the object that it is called on, or 0. */
  readonly target: number;
  readonly params: readonly Crossing[];
  readonly args: readonly unknown[];
  /** Whole buffers of the arguments move. */
  readonly transfer: boolean;
  /** What a handle in the answer becomes. Undefined: it is let go of. */
  readonly receive: Receive | undefined;
  /** Functions may be among the arguments. */
  readonly callsBack: boolean;
}

/** A call of one of the reactor's own members. */
export function systemCall(
  label: string,
  member: number,
  args: readonly unknown[],
  params: readonly Crossing[] = NO_PARAMS,
  receive?: Receive,
): Outgoing {
  const callsBack = params.some(({ kind }) => kind === "callback");
  return {
    label,
    plan: undefined,
    member,
    on: undefined,
    target: 0,
    params,
    args,
    transfer: false,
    receive,
    callsBack,
  };
}

const NO_PARAMS: readonly Crossing[] = [];
