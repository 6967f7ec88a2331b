import type { ReactorClass, ReactorConstructor, Timeout } from "../model.ts";

/** What the emitter is told besides the model. */
export interface EmitOptions {
  /** picot's, for the header. */
  readonly version: string;
  readonly tsExtensions: boolean;
  /** The project's own limit, for members whose class has none. */
  readonly timeout: Timeout | null;
  /** The constructor that a class without one of its own takes from a marked class above; null if it takes none. */
  readonly constructorOf: (one: ReactorClass) => ReactorConstructor | null;
}
