import { ts } from "../../compiler.cjs";
import type { MemberKind, Parameter, ReactorMember, Signature, Tags } from "../model.ts";
import { type Context, hasModifier, isHidden, placeOf } from "./context.ts";
import type { Basics } from "./member.ts";
import { readResult } from "./result.ts";
import { asTagged, orUndefined, readSignatures } from "./signature.ts";
import { readDoc, readTags } from "./tags.ts";

/** What is read and set without a call: an accessor, a field, or a parameter of the constructor that declares one. */
export type Property = ts.AccessorDeclaration | ts.PropertyDeclaration | ts.ParameterDeclaration;

export function isProperty(node: ts.Node): node is Property {
  if (ts.isParameter(node) || ts.isAccessor(node)) return true;
  if (!ts.isPropertyDeclaration(node) || functionOf(node) !== null) return false;
  return !ts.isComputedPropertyName(node.name) || ts.isStringLiteralLike(node.name.expression);
}

/** `constructor(readonly pair: string)` declares a public field. */
export function parameterProperties(node: ts.ClassDeclaration): readonly ts.ParameterDeclaration[] {
  const constructor = node.members.find((each) => ts.isConstructorDeclaration(each) && each.body !== undefined);
  const parameters =
    constructor !== undefined && ts.isConstructorDeclaration(constructor) ? constructor.parameters : [];
  return parameters.filter((each) => ts.isParameterPropertyDeclaration(each, each.parent));
}

/** The function in `run = async () => { … }`, or its type in `run: () => Promise<void>`: a method of each object. */
export function functionOf(node: ts.Node): ts.SignatureDeclaration | null {
  if (!ts.isPropertyDeclaration(node) || node.questionToken !== undefined) return null;
  const { type, initializer } = node;
  if (type !== undefined) return ts.isFunctionTypeNode(type) ? type : null;
  const isFunction =
    initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
  return isFunction && initializer.asteriskToken === undefined ? initializer : null;
}

/** The getter and the setter that a property is. `pair`: an accessor's two halves. */
export function readProperty(
  context: Context,
  node: Property,
  pair: readonly Property[],
  basics: Basics,
): readonly ReactorMember[] {
  const tags = tagsOf(context, node, pair);
  const hidden = basics.access !== "public" || isHidden(context, tags);
  const abstract = hasModifier(node, ts.SyntaxKind.AbstractKeyword);
  const isField = !ts.isAccessor(node) && !hasModifier(node, ts.SyntaxKind.AccessorKeyword);
  const base = { ...basics, tags, late: abstract || (isField && !basics.static) };
  const member = (kind: MemberKind, ...signatures: readonly Signature[]): ReactorMember => ({
    ...base,
    kind,
    signatures: asTagged(tags, signatures),
  });
  if (ts.isAccessor(node)) {
    const signatures = hidden ? [] : readSignatures(context, [node]);
    return [member(ts.isGetAccessor(node) ? "getter" : "setter", ...signatures)];
  }
  // What is left out is not looked into: its type may be anything.
  if (hidden) return [member("getter")];
  const type = context.checker.getNonNullableType(context.checker.getTypeAtLocation(node));
  const isPromise = type.getProperty("then") !== undefined;
  if (context.its !== "green") {
    if (isPromise) return [member("promise-field")];
    if (type.getCallSignatures().length > 0) return [member("function-field")];
  }
  const getter = member("getter", fieldSignature(context, node));
  // Nobody who gets its value would set the promise.
  if (isPromise || hasModifier(node, ts.SyntaxKind.ReadonlyKeyword)) return [getter];
  return [getter, member("setter", ...getter.signatures.map(setting))];
}

function fieldSignature(context: Context, node: Exclude<Property, ts.AccessorDeclaration>): Signature {
  const { result, crossing, promise } = readResult(context, node);
  const optional = node.questionToken !== undefined;
  const text = optional ? orUndefined(result, node) : result;
  return {
    place: placeOf(context, node.name),
    doc: readDoc(context, node),
    typeParameters: null,
    parameters: [],
    result: text,
    crossing,
    ...(promise === undefined ? {} : { promise }),
  };
}

/** The doc stays with the getter. */
function setting({ place, result: type, crossing, typeParameters }: Signature): Signature {
  const value: Parameter = { name: "value", place, type, crossing, optional: false, rest: false, untyped: false };
  const result = { pieces: ["void"], faults: [] };
  return { place, doc: null, typeParameters, parameters: [value], result, crossing: { kind: "copy" } };
}

/** The half of an accessor without a timeout of its own takes that of the other; all else each half says for itself. */
function tagsOf(context: Context, node: Property, pair: readonly Property[]): Tags {
  const { tags } = readTags(context, node);
  if (tags.timeouts.length > 0) return tags;
  const other = pair.filter((each) => each !== node).flatMap((each) => readTags(context, each).tags.timeouts);
  // A bad one is told where it stands, once.
  return { ...tags, timeouts: other.filter(({ timeout }) => timeout !== null) };
}
