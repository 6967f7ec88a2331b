import { type ReactorModule, reactorOf } from "../model.ts";
import { classLines, functionLines } from "./class.ts";
import { typeLines } from "./declared.ts";
import type { EmitOptions } from "./emit-options.ts";
import { enumLines } from "./enum.ts";
import { withHeader } from "./header.ts";
import { importLines, reexportLines } from "./imports.ts";
import { spaced } from "./lines.ts";
import { Names } from "./names.ts";
import { classPlan, functionsPlan } from "./plan.ts";
import { moduleCode } from "./specifier.ts";
import { type TwinPart, twinClass, twinFunctions } from "./twin.ts";

export type { EmitOptions } from "./emit-options.ts";

/** The whole text of a module's facade. The model has passed the checks. */
export function emitFacade(module: ReactorModule, options: EmitOptions): string {
  const names = new Names(module, options.packages);
  const url = moduleCode(module.facade, module.file, options.packages);
  const several = module.classes.length > 1;
  /** One plan for the functions of each reactor, before the first of them. */
  const plans = new Map<string, string>();
  const declarations = [
    // Those from elsewhere come first.
    ...module.types.map((one) => ({
      line: one.key.startsWith(`${module.file}#`) ? one.place.line : 0,
      blocks: [typeLines(one, names)],
    })),
    ...module.classes.map((one) => {
      const plan = names.own(several ? `${lowerCamel(one.name)}Plan` : "plan");
      const blocks = [classPlan(one, plan, url, names, options), classLines(one, plan, names, options)];
      return { line: one.place.line, blocks };
    }),
    ...module.enums
      .filter(({ name }) => names.hasEnum(name))
      .map((one) => ({ line: one.place.line, blocks: [enumLines(one)] })),
    ...module.functions.map((one) => {
      const reactor = reactorOf(one.tags);
      const known = plans.get(reactor);
      if (known !== undefined) return { line: one.place.line, blocks: [functionLines(one, known, names)] };
      const plan = names.own(reactor === "" ? "functions" : `${planName(reactor)}Functions`);
      plans.set(reactor, plan);
      const its = module.functions.filter((each) => reactorOf(each.tags) === reactor);
      const blocks = [functionsPlan(its, plan, url, names, options), functionLines(one, plan, names)];
      return { line: one.place.line, blocks };
    }),
  ].sort((a, b) => a.line - b.line);
  return whole(module, declarations, names, options);
}

/** The whole text of the twin of a module that blocks. The model has passed the checks. */
export function emitTwin(module: ReactorModule, options: EmitOptions): string {
  const names = new Names(module, options.packages);
  const url = moduleCode(module.facade, module.file, options.packages);
  const several = module.classes.length > 1;
  const classes = module.classes.map((one) =>
    twinClass(one, names.own(several ? `${lowerCamel(one.name)}Plan` : "plan"), url, names),
  );
  const parts = [...classes, ...twinFunctions(module, url, names)];
  const enums = module.enums
    .filter(({ name }) => names.hasEnum(name))
    .map((one) => ({ line: one.place.line, blocks: [enumLines(one)] }));
  const declarations = [...parts, ...enums].sort((a, b) => a.line - b.line);
  return whole(module, declarations, names, options);
}

function whole(module: ReactorModule, declarations: readonly TwinPart[], names: Names, options: EmitOptions): string {
  const used = names.imports();
  const body = spaced([
    [...importLines(names.runtimeImports(), used, module.layer), ...reexportLines(used)],
    ...declarations.flatMap(({ blocks }) => blocks),
  ]);
  return withHeader(`\n${body.join("\n")}\n`, module, options.version);
}

/** A reactor's name as the beginning of an identifier. */
function planName(reactor: string): string {
  const camel = reactor.replace(/-+(\w?)/g, (_, next: string) => next.toUpperCase());
  return lowerCamel(/^\d/.test(camel) ? `_${camel}` : camel);
}

function lowerCamel(name: string): string {
  return name.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll}|[^\p{L}]|$)|^\p{Lu}/u, (start) => start.toLowerCase());
}
