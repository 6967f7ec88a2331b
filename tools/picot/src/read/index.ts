import type { Options } from "../options.ts";
import type { Part, Reading } from "./modules.ts";
import type { Scan } from "./scan.ts";
import { tsconfigFault } from "./tsconfig-file.ts";

export type { Part, Reading } from "./modules.ts";

/** Reads what the scan found tagged, or a part of it: the compiler is loaded only where there is something. */
export async function read(options: Options, { tagged }: Scan, part: Part | null): Promise<Reading> {
  const nothing = { modules: [], outside: [], inputs: null };
  const fault = tsconfigFault(options);
  if (fault !== null) return { ...nothing, problems: [fault] };
  if (tagged.length === 0) return { ...nothing, problems: [] };
  const { readModules } = await import("./modules.ts");
  return readModules(tagged, part, options);
}
