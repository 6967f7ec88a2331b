import { statSync } from "node:fs";

/** Files as this process left them: a change of one of them that it made itself is no news. */
export class OwnFiles {
  readonly #states = new Map<string, string>();

  /** Takes the files, named by absolute paths, as they are now. */
  remember(paths: readonly string[]): void {
    this.#states.clear();
    for (const path of paths) this.#states.set(path, stateOf(path));
  }

  /** The file is as it was remembered. */
  has(path: string): boolean {
    return this.#states.get(path) === stateOf(path);
  }
}

function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? "absent" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
