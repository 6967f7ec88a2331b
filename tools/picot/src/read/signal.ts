import { ts } from "../../compiler.cjs";
import type { Doc, Parameter, Signature } from "../model.ts";
import type { Context } from "./context.ts";
import { isOfPlatform } from "./crossing.ts";
import { seen } from "../signal.ts";

const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/**
 * The parameters of a call, the last of which is its own signal where it is declared as one. Not of a constructor: the object
 * lives longer than the call that makes it; and not in a green twin of what is not waited for, which has no call of its own.
 */
export function withSignal(
  context: Context,
  node: ts.SignatureDeclaration,
  parameters: readonly Parameter[],
  { promise }: Pick<Signature, "promise">,
): readonly Parameter[] {
  const last = parameters.at(-1);
  const declared = node.parameters.at(-1);
  const isCall = !ts.isConstructorDeclaration(node) && !ts.isAccessor(node);
  const mayHide = context.its === "reactor" || (context.its === "green" && promise === true);
  if (last === undefined || declared === undefined || last.rest || !isCall || !mayHide) return parameters;
  if (!isSignal(context, context.checker.getTypeAtLocation(declared))) return parameters;
  return [...parameters.slice(0, -1), { ...last, type: { pieces: [], faults: [] }, crossing: { kind: "signal" } }];
}

/** The platform's AbortSignal, which may be null or undefined. */
function isSignal(context: Context, type: ts.Type): boolean {
  const parts = (type.isUnion() ? type.types : [type]).filter((part) => (part.flags & nullish) === 0);
  return (
    parts.length === 1 && parts.every((part) => part.symbol?.name === "AbortSignal" && isOfPlatform(context, part))
  );
}

/** The doc without the `@param` lines of a parameter that callers do not see. */
export function docWithout(doc: Doc | null, parameters: readonly Parameter[]): Doc | null {
  if (doc === null || seen(parameters).length === parameters.length) return doc;
  const name = parameters.at(-1)?.name ?? "";
  let hidden = false;
  const lines = doc.lines.filter((line) => {
    const [, tag, of] = /^\s*@(\w+)(?:\s+(?:\{[^}]*\}\s*)?\[?([\w$]+))?/.exec(line) ?? [];
    if (tag !== undefined) hidden = tag === "param" && of === name;
    else if (line.trim() === "") hidden = false;
    return !hidden;
  });
  return lines.length === 0 ? null : { ...doc, lines };
}
