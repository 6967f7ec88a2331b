/** The part of the model that tells of events. */
import type { Doc, Place, Signature, Tags } from "./model.ts";

/** An event of a class. */
export interface ReactorEvent {
  readonly name: string;
  readonly place: Place;
  /** Left out by `@reactorOnly`. */
  readonly hidden: boolean;
  /** What its handlers are called with. Its doc is the event's. */
  readonly signature: Signature;
}

/** The events of a class, by which its facade has `on`, `once`, `off` and `expect`. */
export interface ReactorEvents {
  readonly place: Place;
  readonly tags: Tags;
  /** What the class itself says of `on`. */
  readonly doc: Doc | null;
  readonly all: readonly ReactorEvent[];
  /** Those of `on`, `once`, `off`, `addListener` and `removeListener` that the class has, in this order. */
  readonly members: readonly string[];
  /** The class has a member of its own that is called `expect`. */
  readonly ownExpect: Place | null;
  /** A marked class above has events, too. */
  readonly overrides: boolean;
  /** Why they cannot be in a facade. */
  readonly fault: EventsFault | null;
}

/** `untyped`: nobody says which there are; `form`: not in a form that can be read; `no-off`: no way to end it; `symbol`: named by one. */
export interface EventsFault {
  readonly kind: "untyped" | "form" | "no-off" | "symbol";
  readonly place: Place;
}

/** The events that the facade has. */
export const shownEvents = (events: ReactorEvents | null): readonly ReactorEvent[] =>
  (events?.all ?? []).filter(({ hidden }) => !hidden);
