import type { Lineage } from "../lineage.ts";
import type { Timeout } from "../model.ts";

/** What the emitter is told besides the model. */
export interface EmitOptions {
  /** picot's, for the header. */
  readonly version: string;
  /** The project's own limit, for members whose class has none. */
  readonly timeout: Timeout | null;
  /** Over all modules: a facade depends on those of its base classes. */
  readonly lineage: Lineage;
}
