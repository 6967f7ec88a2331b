import { statSync } from "node:fs";

/** Files as a generation found or left them. The system tells of a change late, or twice, or of what we wrote: no news then. */
export class Seen {
  readonly #states = new Map<string, string>();

  /** Takes a file, named by its absolute path, as it is now. */
  note(path: string): void {
    this.#states.set(path, stateOf(path));
  }

  /** The file is as it was taken last. */
  has(path: string): boolean {
    return this.#states.get(path) === stateOf(path);
  }
}

function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? "absent" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
