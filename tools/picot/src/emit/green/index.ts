import type { ReactorModule } from "../../model.ts";
import type { EmitOptions } from "../emit-options.ts";
import { withHeader } from "../header.ts";
import { importLines } from "../imports.ts";
import { spaced } from "../lines.ts";
import { Names } from "../names.ts";
import { twinLines } from "./class.ts";
import { greenFunctionLines } from "./function.ts";

/** The whole text of a module's green twins. The model has passed the checks. */
export function emitGreen(module: ReactorModule, options: EmitOptions): string {
  const names = new Names(module, options.packages);
  const declarations = [
    ...module.classes.map((one) => ({ line: one.place.line, block: twinLines(one, module, names, options) })),
    ...module.functions.map((one) => ({ line: one.place.line, block: greenFunctionLines(one, module, names) })),
  ].sort((a, b) => a.line - b.line);
  const imports = importLines(names.runtimeImports(), names.imports(), "green");
  const body = spaced([imports, ...declarations.map(({ block }) => block)]);
  return withHeader(`\n${body.join("\n")}\n`, module, options.version);
}
