import type { Options } from "../options.ts";
import type { Reading } from "./modules.ts";
import { scan, type Scan } from "./scan.ts";
import { tsconfigFault } from "./tsconfig-file.ts";

export type { Reading } from "./modules.ts";
export type { Scan } from "./scan.ts";

/** Looks for tags first: the compiler is loaded only where there is one. */
export async function read(options: Options): Promise<Reading & Pick<Scan, "generated">> {
  const nothing = { modules: [], tsExtensions: false, outside: [], problems: [] };
  const fault = tsconfigFault(options);
  if (fault !== null) return { ...nothing, generated: [], problems: [fault] };
  const { tagged, generated } = await scan(options.folder);
  if (tagged.length === 0) return { ...nothing, generated };
  const { readModules } = await import("./modules.ts");
  return { ...readModules(tagged, options), generated };
}
