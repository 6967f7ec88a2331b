import { ts } from "../../compiler.cjs";
import type { Crossing, TypePiece, TypeText } from "../model.ts";
import type { Context } from "./context.ts";
import { crossingOf } from "./crossing.ts";
import { inferredText } from "./inferred.ts";
import { type Result, readResult } from "./result.ts";
import { writtenText } from "./written.ts";

/** What the twin of a function or method of a blocking module gives: a promise of its result, or its items as they come. */
export function readDeferred(context: Context, node: ts.SignatureDeclaration): Result {
  const { checker } = context;
  const declared = checker.getSignatureFromDeclaration(node)?.getReturnType() ?? checker.getAnyType();
  if (isGenerator(node)) return readItems(context, node, declared);
  const isPromise =
    (checker.getAwaitedType(declared) ?? declared) !== declared && declared.getProperty("then") !== undefined;
  const { result, crossing } = readResult(context, node);
  return { result: around("Promise<", [result], ">"), crossing: refusal(isPromise, crossing) };
}

/** An iterator that a plain function gives is found out too late: who calls it must know that it is one. */
function refusal(isPromise: boolean, crossing: Crossing): Crossing {
  if (isPromise) return { kind: "refused", reason: "promise", path: "", name: "Promise" };
  return crossing.kind === "iterator" ? { kind: "refused", reason: "iterable", path: "", name: "iterator" } : crossing;
}

function isGenerator(node: ts.SignatureDeclaration): boolean {
  return (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.asteriskToken !== undefined;
}

/** `Generator<Row, number>`, written or not, is `AsyncGenerator<Row, number, undefined>` in the reactor. */
function readItems(context: Context, node: ts.SignatureDeclaration, declared: ts.Type): Result {
  const { checker } = context;
  // Generators have three arguments, iterables one or more; TypeScript's guard does not say that they are references.
  const [item = checker.getAnyType(), returned] = checker.getTypeArguments(declared as ts.TypeReference);
  const written = node.type !== undefined && ts.isTypeReferenceNode(node.type) ? (node.type.typeArguments ?? []) : [];
  const text = (at: number, type: ts.Type): TypeText => {
    const given = written[at];
    return given === undefined ? inferredText(context, type, node) : writtenText(context, given);
  };
  const isAsync = declared.symbol?.name.startsWith("Async") === true;
  const refused = { kind: "refused", reason: "promise", path: "", name: "AsyncGenerator" } as const;
  const result = around(
    "AsyncGenerator<",
    [text(0, item), returned === undefined || isAny(returned) ? plain("void") : text(1, returned), plain("undefined")],
    ">",
  );
  return { result, crossing: isAsync ? refused : crossingOf(context, item) };
}

/** As TypeScript has it for `Generator<Row>`: nobody said that it returns anything. */
function isAny({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.Any) !== 0;
}

function plain(text: string): TypeText {
  return { pieces: [text], faults: [] };
}

function around(head: string, texts: readonly TypeText[], tail: string): TypeText {
  const pieces = texts.flatMap(({ pieces: own }, at): readonly TypePiece[] => (at === 0 ? own : [", ", ...own]));
  return { pieces: [head, ...pieces, tail], faults: texts.flatMap(({ faults }) => faults) };
}
