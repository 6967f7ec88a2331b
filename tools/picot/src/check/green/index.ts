import type { ReactorModule } from "../../model.ts";
import type { Options } from "../../options.ts";
import { type Problem, sortProblems } from "../../problem.ts";
import { checkExport } from "../export.ts";
import { checkGraph } from "../graph.ts";
import { checkModule } from "../module.ts";
import { checkGreenClass } from "./class.ts";
import { checkGreenSignatures } from "./signature.ts";

/** Everything that keeps green twins from being generated, of all modules at once. Pure: the model in, problems out. */
export function checkGreenModules(modules: readonly ReactorModule[], options: Options): readonly Problem[] {
  const problems = modules.flatMap((module) => [
    ...checkModule(module, options),
    ...module.classes.flatMap(checkGreenClass),
    ...module.functions.flatMap((one) => [
      ...checkExport("function", one, "green"),
      ...checkGreenSignatures(one.name, one.signatures),
    ]),
  ]);
  return sortProblems([...problems, ...checkGraph(modules)]);
}

/** Problems that the facade of the same source has too are told once. */
export function notYetTold(problems: readonly Problem[], before: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ code, place }: Problem): string => `${code} ${place.file} ${place.line} ${place.column}`;
  const told = new Set(before.map(keyOf));
  return problems.filter((problem) => !told.has(keyOf(problem)));
}
