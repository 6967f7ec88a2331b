import type { Options } from "../options.ts";
import type { Reading } from "./modules.ts";
import { scan, type Scan } from "./scan.ts";

export type { Reading } from "./modules.ts";
export type { Scan } from "./scan.ts";

/** Looks for tags first: the compiler is loaded only where there is one. */
export async function read(options: Options): Promise<Reading & Pick<Scan, "generated">> {
  const { tagged, generated } = await scan(options.folder);
  if (tagged.length === 0) return { modules: [], tsExtensions: false, outside: [], generated };
  const { readModules } = await import("./modules.ts");
  return { ...readModules(tagged, options), generated };
}
