/** What generated code tells the runtime about the events of a class. */
import { type Timeout, checkTimeout } from "./deadline.ts";
import type { CallbackCrossing, Crossing } from "./plan.ts";

/** The events of a class. */
export interface EventsSource {
  /** Of the calls that begin to listen; and how long an event is expected where nothing else is said. */
  readonly timeout: Timeout;
  /** How what handlers are called with crosses, by event; shorter than they are: copied. */
  readonly of: Readonly<Record<string, readonly Crossing[]>>;
}

/** The events of a plan. */
export interface EventsPlan {
  readonly timeout: Timeout;
  readonly of: ReadonlyMap<string, EventPlan>;
}

export interface EventPlan {
  readonly number: number;
  readonly crossing: CallbackCrossing;
  /** As of a member. */
  readonly namesClasses: boolean;
}

/** `name`: of the class. */
export function eventsPlan(name: string, { timeout, of }: EventsSource): EventsPlan {
  checkTimeout(timeout, `${name}.on`);
  const events = Object.entries(of).map(([event, params], number): [string, EventPlan] => {
    const crossing = { kind: "callback", params, result: undefined, listens: true } as const;
    const namesClasses = params.some(({ kind }) => kind === "handle" || kind === "parts");
    return [event, { number, crossing, namesClasses }];
  });
  return { timeout, of: new Map(events) };
}
