import type { Lineage } from "../lineage.ts";
import type { Timeout } from "../model.ts";
import type { Packages } from "../packages.ts";

/** What the emitter is told besides the model. */
export interface EmitOptions {
  /** picot's, for the header. */
  readonly version: string;
  /** The project's own limit, for members whose class has none. */
  readonly timeout: Timeout | null;
  /** Over all modules: a facade depends on those of its base classes. */
  readonly lineage: Lineage;
  /** How facades name modules of other packages. */
  readonly packages: Packages;
}
