/** Which seat a key leads to. */
import type { Crew } from "./crew.ts";
import type { Seat } from "./seat.ts";

export class Affinities {
  readonly #crew: Crew;
  readonly #byValue = new Map<unknown, Seat>();
  /** Objects: their keys go with them. */
  readonly #byObject = new WeakMap<object, Seat>();
  /** Gives back the count of keys that are gone. */
  readonly #gone = new FinalizationRegistry<Seat>((seat) => {
    seat.keys -= 1;
  });

  constructor(crew: Crew) {
    this.#crew = crew;
  }

  /** The same for the same key, as long as the pool has that seat. */
  seatOf(key: unknown): Seat {
    const isObject = typeof key === "object" && key !== null;
    const known = isObject ? this.#byObject.get(key) : this.#byValue.get(key);
    if (known !== undefined && !known.retired) return known;
    const seat = this.#crew.leastBound();
    seat.keys += 1;
    if (isObject) {
      this.#byObject.set(key, seat);
      this.#gone.register(key, seat);
    } else {
      this.#byValue.set(key, seat);
    }
    return seat;
  }
}
