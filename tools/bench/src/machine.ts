import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";

export interface Machine {
  readonly model: string;
  /** Those that this process may use. */
  readonly cores: number;
  readonly system: string;
  readonly node: string;
}

export function machine(): Machine {
  return {
    model: cpus()[0]?.model.trim() || "unknown processor",
    cores: availableParallelism(),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

/** The load average of the last minute, five and fifteen. Zeros on Windows, which has none. */
export function load(): number[] {
  return loadavg().map((one) => Math.round(one * 100) / 100);
}

/** The version of an installed package. Its package.json is looked for above its entry: few packages export the file itself. */
export function versionOf(name: string): string {
  for (let folder = new URL(".", import.meta.resolve(name)); ; folder = new URL("..", folder)) {
    const found = read(new URL("package.json", folder));
    if (found?.name === name && found.version !== undefined) return found.version;
    if (folder.pathname === new URL("..", folder).pathname) return "unknown version";
  }
}

function read(file: URL): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string }; // JSON.parse is typed any; npm sees to these two
  } catch {
    return undefined; // no such file
  }
}
