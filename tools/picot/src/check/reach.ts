import type { ReactorModule } from "../model.ts";
import type { Packages } from "../packages.ts";
import { type Problem, problem } from "../problem.ts";

/** A facade in another package than its source finds it, once both are built, by a name that the source's package exports. */
export function checkReach(module: ReactorModule, packages: Packages): readonly Problem[] {
  const { file, facade, place } = module;
  const apart = packages.apart(file, facade);
  if (apart === null || packages.specifierOf(file, facade) !== null) return [];
  const sentence = `${facade} is in the package ${apart.from}, and names ${file}, of ${apart.to}, by a path that holds among sources only.`;
  const wayOut = `Export what is built of ${file} in the package.json of ${apart.to}, and make that a dependency of ${apart.from}.`;
  return [problem("unexported-module", place, sentence, wayOut)];
}
