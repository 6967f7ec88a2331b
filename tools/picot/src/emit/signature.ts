import type { Parameter, Signature } from "../model.ts";
import { list, outdent } from "./lines.ts";
import type { Names } from "./names.ts";
import { seen } from "../signal.ts";

/** `head(a: A, b?: B): R` and a tail, broken where it would be long. `depth` is the indentation that it will stand at. */
export function signatureLines(
  head: string,
  signature: Signature,
  tail: string,
  names: Names,
  { depth, result }: { readonly depth: number; readonly result: boolean },
): readonly string[] {
  const typeParameters = signature.typeParameters === null ? "" : `<${names.text(signature.typeParameters)}>`;
  const parameters = seen(signature.parameters).map((parameter) => parameterText(parameter, names));
  const returns = result ? `: ${outdent(names.text(signature.result))}` : "";
  return list(`${head}${typeParameters}(`, parameters, `)${returns}${tail}`, depth);
}

/** The arguments as the one call of a body passes them on. */
export function argumentList(parameters: readonly Parameter[]): string {
  return `[${seen(parameters)
    .map(({ name, rest }) => (rest ? `...${name}` : name))
    .join(", ")}]`;
}

function parameterText(parameter: Parameter, names: Names): string {
  const { name, type, optional, rest } = parameter;
  return `${rest ? "..." : ""}${name}${optional ? "?" : ""}: ${outdent(names.text(type))}`;
}
