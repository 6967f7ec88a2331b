import type { ReactorFunction, ReactorModule } from "../../model.ts";
import { callable } from "../callable.ts";
import { exportLines, exportWord } from "../class.ts";
import type { Names } from "../names.ts";
import { given, isGreen, original, shown, twinArgument } from "./signature.ts";

/** The green twin of one function. */
export function greenFunctionLines(one: ReactorFunction, module: ReactorModule, names: Names): readonly string[] {
  const { name, signatures } = one;
  const green = isGreen(signatures);
  const own = original(one, module, names);
  const body = (args: string): string =>
    `return ${names.runtime(green ? "run" : "runSync")}(${own}, ${given(args, signatures, names)}${twinArgument(signatures, names)});`;
  const head = `${exportWord(one)}function ${name}`;
  const layout = { depth: 0, result: true };
  return [...callable(shown(signatures, green), head, body, names, layout), ...exportLines(one)];
}
