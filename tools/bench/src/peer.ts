import type { Call, Row } from "./row.ts";

/** A library that turns an async function of another thread into a blocking one. */
export interface Peer {
  /** As the tables show it. */
  readonly name: string;
  /** The npm package, for its version. */
  readonly package: string;
  /**
   * Starts what the library needs, in the way its README shows, and returns the row's blocking call. Application thread of
   * a fresh process. Nothing it starts may keep that process alive.
   */
  readonly open: (row: Row) => Promise<Call>;
}
