import type { Signature } from "../model.ts";
import { docLines, indent } from "./lines.ts";
import type { Names } from "./names.ts";
import { argumentList, signatureLines } from "./signature.ts";

/** A signature and its one call; with several, each with its doc, and then one body for all. */
export function callable(
  signatures: readonly Signature[],
  head: string,
  body: (args: string) => string,
  names: Names,
  layout: { readonly depth: number; readonly result: boolean },
): readonly string[] {
  const [only, ...others] = signatures;
  if (only === undefined) return [];
  if (others.length === 0) {
    const call = body(argumentList(only.parameters));
    return [...docLines(only.doc), ...signatureLines(head, only, " {", names, layout), ...indent([call]), "}"];
  }
  return [
    ...signatures.flatMap((one) => [...docLines(one.doc), ...signatureLines(head, one, ";", names, layout)]),
    `${head}(...args: unknown[])${layout.result ? ": unknown" : ""} {`,
    ...indent([body("args")]),
    "}",
  ];
}
