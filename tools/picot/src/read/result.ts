import { ts } from "../../compiler.cjs";
import type { Crossing, TypePiece, TypeText } from "../model.ts";
import type { Context } from "./context.ts";
import { crossingOf } from "./crossing.ts";
import { inferredText } from "./inferred.ts";
import { iteratedOf, iteratorCrossing, iteratorText } from "./iterator.ts";
import { writtenText } from "./written.ts";

/** A field, or the parameter of a constructor that declares one. */
type Field = ts.PropertyDeclaration | ts.ParameterDeclaration;

export interface Result {
  readonly result: TypeText;
  readonly crossing: Crossing;
  /** For green twins: whether it is a promise, or may be one. */
  readonly promise?: boolean;
}

/** What a call, or reading a field, gives once its promise, if any, is settled. */
export function readResult(context: Context, node: ts.SignatureDeclaration | Field): Result {
  const { checker } = context;
  const declared =
    ts.isPropertyDeclaration(node) || ts.isParameter(node)
      ? checker.getTypeAtLocation(node)
      : (checker.getSignatureFromDeclaration(node)?.getReturnType() ?? checker.getAnyType());
  const awaited = checker.getAwaitedType(declared) ?? declared;
  // In green twins iterators stay what they are.
  const iterated = context.its === "green" ? null : iteratedOf(context, awaited);
  if (iterated !== null) {
    const crossing = iteratorCrossing(context, iterated);
    return { result: iteratorText(context, iterated, node.type, node), crossing };
  }
  const crossing = crossingOf(context, awaited);
  const more = context.its === "green" ? { crossing, promise: givesPromise(checker, declared) } : { crossing };
  if (node.type === undefined) return { result: inferredText(context, awaited, node), ...more };
  const result = unwrap(context, node.type, false);
  if (crossing.kind !== "handle" || namesOnlyFacades(result)) return { result, ...more };
  // An alias of a marked class would name the async class: say the class itself.
  return { result: inferredText(context, awaited, node), ...more };
}

/** Whether a type is a promise, or may be one. */
export function givesPromise(checker: ts.TypeChecker, type: ts.Type): boolean {
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return true;
  return (checker.getAwaitedType(type) ?? type) !== type;
}

/** Whether the text of a type that crosses as a handle already leads to facades: a class, `this`, a type parameter. */
export function namesOnlyFacades(text: TypeText): boolean {
  if (text.faults.length > 0) return false;
  // What follows the facade's own name are type arguments, and other members of a union.
  const first = text.pieces.find((piece) => typeof piece !== "string" && piece.kind !== "global");
  if (typeof first === "string") return true;
  return first === undefined || (first.kind === "name" && first.origin.kind === "facade");
}

/** The text of a written type, with what its promises give in their place. `settled`: what else is in it is no promise. */
export function unwrapped(context: Context, node: ts.TypeNode, settled = false): TypeText {
  return unwrap(context, node, settled);
}

function unwrap(context: Context, node: ts.TypeNode, settled: boolean): TypeText {
  if (ts.isParenthesizedTypeNode(node)) return unwrap(context, node.type, settled);
  if (ts.isTypePredicateNode(node)) return plainText(node.assertsModifier === undefined ? "boolean" : "void");
  const inner = promised(context, node);
  if (inner !== null) return unwrap(context, inner, true);
  if (ts.isUnionTypeNode(node)) return union(node.types.map((part) => operand(unwrap(context, part, settled), part)));
  const text = writtenText(context, node);
  const type = context.checker.getTypeFromTypeNode(node);
  return settled || !mayBePromise(context, type)
    ? text
    : { ...text, pieces: [{ kind: "global", name: "Awaited" }, "<", ...text.pieces, ">"] };
}

/** `number | Promise<number>` is `number`, told once. */
function union(parts: readonly TypeText[]): TypeText {
  const seen = new Set<string>();
  const pieces: TypePiece[] = [];
  for (const part of parts) {
    const key = part.pieces.map((piece) => (typeof piece === "string" ? piece : JSON.stringify(piece))).join("");
    if (seen.has(key)) continue;
    seen.add(key);
    pieces.push(...(pieces.length > 0 ? [" | "] : []), ...part.pieces);
  }
  return { pieces, faults: parts.flatMap((part) => part.faults) };
}

function operand(text: TypeText, node: ts.TypeNode): TypeText {
  const inner = ts.isParenthesizedTypeNode(node) ? node.type : node;
  return needsParentheses(inner) ? { ...text, pieces: ["(", ...text.pieces, ")"] } : text;
}

export function needsParentheses(node: ts.TypeNode): boolean {
  return (
    ts.isFunctionTypeNode(node) ||
    ts.isConstructorTypeNode(node) ||
    ts.isConditionalTypeNode(node) ||
    ts.isInferTypeNode(node)
  );
}

/** X of `Promise<X>` and `PromiseLike<X>`, those of the language. */
function promised(context: Context, node: ts.TypeNode): ts.TypeNode | null {
  if (!ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return null;
  if (node.typeName.text !== "Promise" && node.typeName.text !== "PromiseLike") return null;
  const symbol = context.checker.getSymbolAtLocation(node.typeName);
  const global = symbol?.declarations?.every((declaration) => declaration.getSourceFile() !== context.source);
  return global === true ? (node.typeArguments?.[0] ?? null) : null;
}

function mayBePromise(context: Context, type: ts.Type): boolean {
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return false;
  if (type.isUnionOrIntersection()) return type.types.some((part) => mayBePromise(context, part));
  if ((type.flags & ts.TypeFlags.Instantiable) !== 0) {
    const constraint = context.checker.getBaseConstraintOfType(type);
    const open = constraint === undefined || (constraint.flags & ts.TypeFlags.Unknown) !== 0;
    return open || mayBePromise(context, constraint);
  }
  return type.getProperty("then") !== undefined;
}

function plainText(text: string): TypeText {
  return { pieces: [text], faults: [] };
}
