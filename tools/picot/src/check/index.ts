import type { ReactorModule } from "../model.ts";
import type { Options } from "../options.ts";
import type { Packages } from "../packages.ts";
import { type Problem, sortProblems } from "../problem.ts";
import { checkBlocking } from "./blocking.ts";
import { checkClass } from "./class.ts";
import { checkFunction } from "./function.ts";
import { checkGraph } from "./graph.ts";
import { checkModule } from "./module.ts";
import { checkReach } from "./reach.ts";
import { typeFaults } from "./signature.ts";

function checkReactor({ classes, functions, types }: ReactorModule, options: Options): readonly Problem[] {
  return [
    ...types.flatMap(({ name, declarations }) => declarations.flatMap(({ text }) => typeFaults(name, text))),
    ...classes.flatMap((one) => checkClass(one, options)),
    ...functions.flatMap((one) => checkFunction(one, options)),
  ];
}

/** Everything that is wrong with a reactor layer, all at once. Pure: the model in, problems out. */
export function checkModules(
  modules: readonly ReactorModule[],
  options: Options,
  packages: Packages,
): readonly Problem[] {
  const problems = modules.flatMap((module) => [
    ...checkModule(module, options),
    ...checkReach(module, packages),
    ...(module.layer === "blocking" ? checkBlocking(module, options) : checkReactor(module, options)),
  ]);
  return sortProblems([...problems, ...checkGraph(modules)]);
}
