import type { MessagePort } from "node:worker_threads";
import type { Apart } from "./apart.ts";
import type { RegimeName } from "./regime.ts";
import type { Call, Row } from "./row.ts";
import type { Counts, Sample } from "./sample.ts";

/**
 * picot; a library that makes the same blocking call; a library that makes the call without blocking, for comparison only;
 * or a program written here that does the hand-off and nothing else.
 */
export type Role = "subject" | "peer" | "reference" | "floor";

/** Makes so many calls of the row's method, all in flight at once, and returns their results. */
export type Burst = (count: number) => unknown[] | Promise<unknown[]>;

/** Bytes in memory of their own, which can move. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Moves bytes to the other thread and back. */
export type Move = (value: Bytes) => Bytes | Promise<Bytes>;

/** What a thread of the application is given to reach the one reactor. */
export interface Entrance {
  readonly data: unknown;
  readonly transfer: readonly MessagePort[];
}

/** Whoever takes part. What it cannot do it leaves out, and then it has no line in the tables of rows that ask for it. */
export interface Contestant {
  /** As the tables show it. */
  readonly name: string;
  readonly role: Role;
  /** The npm package, for its version. */
  readonly package?: string;
  /**
   * Starts what the library needs, in the way its README shows, and returns the row's call. Application thread of a fresh
   * process. Nothing it starts may keep that process alive.
   */
  readonly open?: (row: Row) => Promise<Call>;
  /** Its calls return promises. */
  readonly asynchronous?: true;
  /** Like open(), for many calls at once. */
  readonly burst?: (row: Row) => Promise<Burst>;
  /** Like open(), for a call whose argument and result are transferred. */
  readonly move?: (row: Row) => Promise<Move>;
  /** Main thread: starts one reactor for so many application threads. */
  readonly share?: (row: Row, threads: number) => Promise<Entrance[]>;
  /** One of these threads: the row's call, with what share() gave it. */
  readonly join?: (row: Row, data: unknown) => Promise<Call>;
  /** A whole process of its own, for floors that are no JavaScript. It keeps its threads apart by itself. */
  readonly program?: (counts: Counts, apart: Apart | undefined) => Sample;
  /** Where it can take part: everywhere, unless said. */
  readonly regimes?: readonly RegimeName[];
  /** Why it cannot take part on this machine, if so. */
  readonly missing?: () => string | undefined;
}
