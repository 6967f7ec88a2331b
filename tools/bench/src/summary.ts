import type { Machine } from "./machine.ts";
import type { Table } from "./report.ts";

/** All of a run, as `--json` prints it. */
export interface Summary {
  readonly machine: Machine;
  readonly load: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  /** With few calls and short waits: it tells that all works, and nothing about speed. */
  readonly quick: boolean;
  readonly tables: readonly Table[];
  /** Who is left out on this machine, and why. */
  readonly leftOut: readonly string[];
}
