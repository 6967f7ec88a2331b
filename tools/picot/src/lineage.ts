import type { MarkedClass, ReactorClass, ReactorConstructor, ReactorModule } from "./model.ts";

/** What marked classes have of each other, over all modules of a run. */
export class Lineage {
  readonly #classes: ReadonlyMap<string, ReactorClass>;

  constructor(modules: readonly ReactorModule[]) {
    const entries = modules.flatMap(({ file, classes }) =>
      classes.map((one) => [keyOf({ file, ...one }), one] as const),
    );
    this.#classes = new Map(entries);
  }

  /** The nearest marked class that a class extends. */
  baseOf({ base }: ReactorClass): ReactorClass | null {
    return base?.kind === "marked" ? (this.#classes.get(keyOf(base.target)) ?? null) : null;
  }

  /** The constructor that a class has, perhaps from the nearest marked class above that has one; null if from none. */
  constructorOf(start: ReactorClass): ReactorConstructor | null {
    let one: ReactorClass | null = start;
    // A class may extend itself, by way of others, in a source that does not compile.
    const seen = new Set<ReactorClass>();
    while (one !== null && one.construct.kind === "inherited" && !seen.has(one)) {
      seen.add(one);
      one = this.baseOf(one);
    }
    return one?.construct ?? null;
  }
}

function keyOf({ file, name }: Pick<MarkedClass, "file" | "name">): string {
  return `${file}\0${name}`;
}
