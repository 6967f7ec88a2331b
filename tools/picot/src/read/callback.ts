import { ts } from "../../compiler.cjs";
import { type Crossing, type TypeText, isLive, targetsOf } from "../model.ts";
import type { Context } from "./context.ts";
import { crossingOf } from "./crossing.ts";
import { inferredNodeText } from "./inferred.ts";
import { refused } from "./parts.ts";
import { unwrapped } from "./result.ts";
import { writtenText } from "./written.ts";

const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined;
const nothing = ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never;
const flags = ts.NodeBuilderFlags.NoTruncation;

/** The one signature of a type that is a plain function, and of one that may be null or undefined besides. */
export function callbackSignature(type: ts.Type): ts.Signature | null {
  const [part, ...others] = (type.isUnion() ? type.types : [type]).filter((each) => (each.flags & nullish) === 0);
  if (part === undefined || others.length > 0 || part.getConstructSignatures().length > 0) return null;
  const [signature, ...overloads] = part.getCallSignatures();
  return overloads.length > 0 || part.getProperties().length > 0 ? null : (signature ?? null);
}

/** How a function among parameters crosses: what it is called with, and what it returns. `at`: where it is declared. */
export function callbackCrossing(context: Context, signature: ts.Signature, at: ts.Node): Crossing {
  const { checker } = context;
  const params: Crossing[] = [];
  for (const parameter of signature.getParameters()) {
    const crossing = crossingOf(context, checker.getTypeOfSymbolAtLocation(parameter, at));
    if (crossing.kind === "refused") return { ...crossing, path: `(${parameter.name})${crossing.path}` };
    // Each of them would be a place of its own.
    const isRest = parameter.valueDeclaration !== undefined && isRestParameter(parameter.valueDeclaration);
    const [target] = isRest && isLive(crossing) ? targetsOf(crossing) : [];
    if (target !== undefined) return refused("nested", `(...${parameter.name})`, target.name);
    params.push(crossing);
  }
  const returned = signature.getReturnType();
  const awaited = checker.getAwaitedType(returned) ?? returned;
  if (isNothing(awaited)) return { kind: "callback", params, result: null };
  const result = crossingOf(context, awaited);
  if (result.kind === "refused") return { ...result, path: `()${result.path}` };
  return { kind: "callback", params, result };
}

function isRestParameter(node: ts.Declaration): boolean {
  return ts.isParameter(node) && node.dotDotDotToken !== undefined;
}

function isNothing(type: ts.Type): boolean {
  return (type.isUnion() ? type.types : [type]).every((each) => (each.flags & nothing) !== 0);
}

/** The text of a parameter's type that is a function: what it returns comes without its promise. */
export function callbackText(context: Context, node: ts.ParameterDeclaration, signature: ts.Signature): TypeText {
  return node.type === undefined ? declared(context, signature, node) : written(context, node.type, node);
}

function written(context: Context, node: ts.TypeNode, at: ts.Node): TypeText {
  if (ts.isParenthesizedTypeNode(node)) return written(context, node.type, at);
  if (ts.isFunctionTypeNode(node)) return functionText(context, node);
  if (ts.isUnionTypeNode(node)) {
    const parts = node.types.map((part) => {
      const text = written(context, part, at);
      return isNamed(text) ? text : { ...text, pieces: ["(", ...text.pieces, ")"] };
    });
    const pieces = parts.flatMap((part, i) => (i === 0 ? part.pieces : [" | ", ...part.pieces]));
    return { pieces, faults: parts.flatMap(({ faults }) => faults) };
  }
  const text = writtenText(context, node);
  const signature = callbackSignature(context.checker.getTypeFromTypeNode(node));
  if (signature === null || isAsItIs(context, signature, at)) return text;
  return declared(context, signature, at);
}

/** Whether a text is a name, or null or undefined, and no function that a union would swallow. */
function isNamed({ pieces }: TypeText): boolean {
  return !pieces.some((piece) => typeof piece === "string" && piece.includes("=>"));
}

/** Whether an alias says to a facade what it says to the reactor: no promise is taken off, and nothing it names is a marked class. */
function isAsItIs(context: Context, signature: ts.Signature, at: ts.Node): boolean {
  const returned = signature.getReturnType();
  if ((context.checker.getAwaitedType(returned) ?? returned) !== returned) return false;
  const crossing = callbackCrossing(context, signature, at);
  return targetsOf(crossing).length === 0;
}

function functionText(context: Context, node: ts.FunctionTypeNode): TypeText {
  const typeParameters = node.typeParameters === undefined ? null : writtenText(context, ...node.typeParameters);
  const parameters = writtenText(context, ...node.parameters);
  // A function that blocks gives a T as it is, whatever that stands for.
  const parts = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type];
  const isOpen = (part: ts.TypeNode): boolean =>
    (context.checker.getTypeFromTypeNode(part).flags & ts.TypeFlags.TypeParameter) !== 0;
  const result = unwrapped(context, node.type, parts.some(isOpen));
  const open = typeParameters === null ? ["("] : ["<", ...typeParameters.pieces, ">("];
  return {
    pieces: [...open, ...parameters.pieces, ") => ", ...result.pieces],
    faults: [...(typeParameters?.faults ?? []), ...parameters.faults, ...result.faults],
  };
}

/** As the checker would declare it here. */
function declared(context: Context, signature: ts.Signature, at: ts.Node): TypeText {
  const { checker } = context;
  const returned = signature.getReturnType();
  const result = checker.typeToTypeNode(checker.getAwaitedType(returned) ?? returned, at, flags);
  const whole = checker.signatureToSignatureDeclaration(signature, ts.SyntaxKind.FunctionType, at, flags);
  const node =
    whole === undefined || result === undefined
      ? undefined
      : ts.factory.createFunctionTypeNode(whole.typeParameters, whole.parameters, result);
  return inferredNodeText(context, node, at);
}
