import { ts } from "../../compiler.cjs";
import {
  type Crossing,
  type Parameter,
  type Signature,
  type Tags,
  type TypeText,
  isLive,
  targetsOf,
} from "../model.ts";
import { callbackCrossing, callbackSignature, callbackText } from "./callback.ts";
import { type Context, placeOf } from "./context.ts";
import { crossingOf } from "./crossing.ts";
import { inferredText } from "./inferred.ts";
import { literalDefault } from "./literal-default.ts";
import { namesOnlyFacades, needsParentheses, readResult, unwrapped } from "./result.ts";
import { docWithout, withSignal } from "./signal.ts";
import { readDeferred } from "./deferred.ts";
import { readDoc } from "./tags.ts";
import { writtenText } from "./written.ts";

/** The signatures of a function-like member: its overloads, or its only declaration. */
export function readSignatures(context: Context, nodes: readonly ts.SignatureDeclaration[]): readonly Signature[] {
  const overloads = nodes.filter((node) => !("body" in node) || node.body === undefined);
  const signatures = (overloads.length > 0 ? overloads : nodes.slice(0, 1)).map((node) => readSignature(context, node));
  const implementation = nodes.at(-1);
  const [first, ...others] = signatures;
  if (first === undefined || implementation === undefined || signatures.some(({ doc }) => doc !== null))
    return signatures;
  // Some write the doc once, on the implementation, which the facade does not show.
  return [{ ...first, doc: docWithout(readDoc(context, implementation), first.parameters) }, ...others];
}

/** Of a member tagged `@copy`: what may be plain data is that. What never is stays what it is, to be told. */
export function asTagged({ copy }: Tags, signatures: readonly Signature[]): readonly Signature[] {
  if (copy === null) return signatures;
  return signatures.map((one) => ({
    ...one,
    parameters: one.parameters.map((each) => ({ ...each, crossing: asCopy(each.crossing) })),
    crossing: asCopy(one.crossing),
  }));
}

function asCopy(crossing: Crossing): Crossing {
  const { kind } = crossing;
  if (kind === "handle" || kind === "callback" || kind === "iterator" || kind === "signal") return crossing;
  const isWhole =
    kind === "refused" && crossing.path === "" && !["nested", "recursive", "mixed"].includes(crossing.reason);
  return isWhole ? crossing : { kind: "copy" };
}

function readSignature(context: Context, node: ts.SignatureDeclaration): Signature {
  const typeParameters = node.typeParameters === undefined ? null : writtenText(context, ...node.typeParameters);
  const result = ts.isConstructorDeclaration(node)
    ? { result: { pieces: ["void"], faults: [] }, crossing: { kind: "copy" } as const }
    : context.its === "blocking"
      ? readDeferred(context, node)
      : readResult(context, node);
  // A function in a field has its name and its doc there.
  const holder = ts.isPropertyDeclaration(node.parent) ? node.parent : node;
  const place = placeOf(context, holder.name ?? holder);
  const parameters = withSignal(context, node, readParameters(context, node), result);
  return { place, doc: docWithout(readDoc(context, holder), parameters), typeParameters, parameters, ...result };
}

function readParameters(context: Context, node: ts.SignatureDeclaration): readonly Parameter[] {
  const parameters = node.parameters.filter(({ name }) => !ts.isIdentifier(name) || name.text !== "this");
  const taken = new Set(parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : "")));
  return parameters.map((parameter, index) => {
    const required = parameters
      .slice(index + 1)
      .some((later) => !isOptional(later) && later.dotDotDotToken === undefined);
    return readParameter(context, parameter, parameterName(parameter, taken), required);
  });
}

function readParameter(
  context: Context,
  node: ts.ParameterDeclaration,
  name: string,
  beforeRequired: boolean,
): Parameter {
  if (context.its === "green") return greenParameter(context, node, name, beforeRequired);
  const whole = context.checker.getTypeAtLocation(node);
  const type = withoutPromise(context, whole);
  // A job has nobody who waits and could run the function meanwhile.
  const mayCall = node.dotDotDotToken === undefined && context.its === "reactor";
  const callback = mayCall ? callbackSignature(type) : null;
  const crossing = callback === null ? valueCrossing(context, node, type) : callbackCrossing(context, callback, node);
  // The value of a setter without a type has that of its getter.
  const isSetter = ts.isSetAccessor(node.parent) && (type.flags & ts.TypeFlags.Any) === 0;
  const untyped = node.type === undefined && node.initializer === undefined && !isSetter;
  const text = untyped
    ? { pieces: ["any"], faults: [] }
    : callback !== null && crossing.kind === "callback"
      ? callbackText(context, node, callback)
      : parameterText(context, node, type, crossing);
  const optional = isOptional(node);
  return {
    name,
    place: placeOf(context, node),
    type: optional && beforeRequired ? orUndefined(text, node) : text,
    crossing,
    optional: optional && !beforeRequired,
    rest: node.dotDotDotToken !== undefined,
    untyped,
  };
}

function valueCrossing(context: Context, node: ts.ParameterDeclaration, type: ts.Type): Crossing {
  if (node.dotDotDotToken === undefined) return crossingOf(context, type);
  const element = elementOf(context, type);
  const crossing = crossingOf(context, element);
  // A tuple: each of its places would be a parameter.
  const [target] = element === type && isLive(crossing) ? targetsOf(crossing) : [];
  return target === undefined ? crossing : { kind: "refused", reason: "nested", path: "", name: target.name };
}

/** A parameter of a green twin takes what the original takes, and twins for originals. */
function greenParameter(
  context: Context,
  node: ts.ParameterDeclaration,
  name: string,
  beforeRequired: boolean,
): Parameter {
  const type = context.checker.getTypeAtLocation(node);
  const rest = node.dotDotDotToken !== undefined;
  const crossing = crossingOf(context, rest ? elementOf(context, type) : type);
  const isSetter = ts.isSetAccessor(node.parent) && (type.flags & ts.TypeFlags.Any) === 0;
  const untyped = node.type === undefined && node.initializer === undefined && !isSetter;
  const written = node.type === undefined ? null : writtenText(context, node.type);
  const isOther = crossing.kind === "handle" && written !== null && !namesOnlyFacades(written);
  const text = written === null || isOther ? inferredText(context, type, node) : written;
  const optional = isOptional(node);
  return {
    name,
    place: placeOf(context, node),
    type: untyped ? { pieces: ["any"], faults: [] } : optional && beforeRequired ? orUndefined(text, node) : text,
    crossing,
    optional: optional && !beforeRequired,
    rest,
    untyped,
  };
}

function parameterText(context: Context, node: ts.ParameterDeclaration, type: ts.Type, crossing: Crossing): TypeText {
  const literal = literalDefault(node);
  if (literal !== null) return { pieces: [literal], faults: [] };
  if (node.type === undefined) return inferredText(context, type, node);
  const changed = type !== context.checker.getTypeAtLocation(node);
  if (changed && ts.isUnionTypeNode(node.type)) return unwrapped(context, node.type);
  const text = writtenText(context, node.type);
  return changed || (crossing.kind === "handle" && !namesOnlyFacades(text)) ? inferredText(context, type, node) : text;
}

/** Whoever takes `T | Promise<T>` takes a `T`, and a caller that blocks has no promise. */
function withoutPromise({ checker }: Context, type: ts.Type): ts.Type {
  if (!type.isUnion()) return type;
  const awaited = checker.getAwaitedType(type) ?? type;
  return awaited !== type && checker.isTypeAssignableTo(awaited, type) ? awaited : type;
}

function elementOf(context: Context, type: ts.Type): ts.Type {
  if (!context.checker.isArrayType(type)) return type;
  // Arrays have exactly one argument; TypeScript's guard does not say that they are references.
  return context.checker.getTypeArguments(type as ts.TypeReference)[0] ?? type;
}

function isOptional(node: ts.ParameterDeclaration): boolean {
  return node.questionToken !== undefined || node.initializer !== undefined;
}

export function orUndefined(text: TypeText, node: { readonly type?: ts.TypeNode | undefined }): TypeText {
  if (/\bundefined$/.test(String(text.pieces.at(-1)))) return text;
  const wrap = node.type !== undefined && needsParentheses(node.type);
  return { ...text, pieces: [...(wrap ? ["("] : []), ...text.pieces, ...(wrap ? [")"] : []), " | undefined"] };
}

/** A destructured parameter has no name to keep: it gets one that says its shape. */
function parameterName({ name }: ts.ParameterDeclaration, taken: Set<string>): string {
  if (ts.isIdentifier(name)) return name.text;
  const base = ts.isObjectBindingPattern(name) ? "options" : "items";
  let free = base;
  for (let count = 2; taken.has(free); count++) free = `${base}${count}`;
  taken.add(free);
  return free;
}
