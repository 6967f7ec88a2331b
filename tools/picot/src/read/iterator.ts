import { ts } from "../../compiler.cjs";
import { type Crossing, type TypeText, isLive, targetsOf } from "../model.ts";
import type { Context } from "./context.ts";
import { crossingOf, isList, isOfPlatform, markedClassOf } from "./crossing.ts";
import { inferredText } from "./inferred.ts";
import { writtenText } from "./written.ts";

const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined;
/** Results that are iterated over although nothing in them waits. Arrays, maps and sets are copied. */
const plain = new Set(["Generator", "Iterator", "IterableIterator", "IteratorObject"]);
/** Written types whose arguments a facade's type has in the same order. */
const sameArguments = new Set(["AsyncGenerator", "Generator"]);
const firstArgument = new Set(["AsyncIterable", "AsyncIterableIterator", "IterableIterator", "ReadableStream"]);

/** What a result iterates over: its items, and what its generator returns and is sent. */
interface Iterated {
  readonly item: ts.Type;
  /** Of a generator; null for what only gives items. */
  readonly both: readonly [returned: ts.Type, sent: ts.Type] | null;
  /** `| null` and `| undefined`, if it may be that. */
  readonly besides: readonly string[];
}

/** What a type iterates over; null for one that is no iterator. */
export function iteratedOf(context: Context, type: ts.Type): Iterated | null {
  const { checker } = context;
  const [part, ...others] = (type.isUnion() ? type.types : [type]).filter((each) => (each.flags & nullish) === 0);
  if (part === undefined || others.length > 0 || (part.flags & ts.TypeFlags.Object) === 0) return null;
  if (isList(context, part)) return null;
  if (markedClassOf(context, part) !== undefined) return null;
  const own = part.symbol?.name ?? "";
  const isPlain = plain.has(own) && isOfPlatform(context, part);
  const made = isPlain ? part : madeBy(context, part);
  if (made === null) return null;
  const [item, returned, sent] = checker.getTypeArguments(made as ts.TypeReference); // what makes iterators returns references
  if (item === undefined) return null;
  const isGenerator = /^(Async)?Generator$/.test(made.symbol?.name ?? "");
  const both = isGenerator && returned !== undefined && sent !== undefined ? ([returned, sent] as const) : null;
  const besides = type.isUnion()
    ? type.types.filter((each) => (each.flags & nullish) !== 0).map((each) => checker.typeToString(each))
    : [];
  return { item, both, besides };
}

/** The iterator that `[Symbol.asyncIterator]()` of a type returns. */
function madeBy({ checker }: Context, type: ts.Type): ts.Type | null {
  const symbol = checker.getPropertiesOfType(type).find(({ name }) => name.startsWith("__@asyncIterator@"));
  const [signature] = symbol === undefined ? [] : checker.getTypeOfSymbol(symbol).getCallSignatures();
  const made = signature?.getReturnType();
  return made !== undefined && (made.flags & ts.TypeFlags.Object) !== 0 && "target" in made ? made : null;
}

/** How what is iterated over crosses: each item as a value, or as a marked object. */
export function iteratorCrossing(context: Context, { item, both }: Iterated): Crossing {
  const crossing = crossingOf(context, item);
  if (crossing.kind === "refused") return { ...crossing, path: `[]${crossing.path}` };
  for (const each of both ?? []) {
    const other = crossingOf(context, each);
    const [target] = isLive(other) ? targetsOf(other) : [];
    if (target !== undefined) return { kind: "refused", reason: "nested", path: "()", name: target.name };
    if (other.kind === "refused") return { ...other, path: `()${other.path}` };
  }
  return { kind: "iterator", item: crossing };
}

/** The type of the facade's iterator: `Generator<…>` of a generator, `IterableIterator<…>` of anything else. */
export function iteratorText(
  context: Context,
  iterated: Iterated,
  written: ts.TypeNode | undefined,
  at: ts.Node,
): TypeText {
  const text = writtenArguments(context, written) ?? declared(context, iterated, at);
  return { ...text, pieces: [...text.pieces, ...iterated.besides.map((each) => ` | ${each}`)] };
}

function writtenArguments(context: Context, node: ts.TypeNode | undefined): TypeText | null {
  if (node === undefined) return null;
  if (ts.isParenthesizedTypeNode(node)) return writtenArguments(context, node.type);
  if (!ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return null;
  const name = node.typeName.text;
  const given = node.typeArguments ?? [];
  if ((name === "Promise" || name === "PromiseLike") && given[0] !== undefined)
    return writtenArguments(context, given[0]);
  const type = context.checker.getTypeFromTypeNode(node);
  if (given.length === 0 || !isOfPlatform(context, type)) return null;
  const [made, taken] = sameArguments.has(name)
    ? ["Generator", given]
    : firstArgument.has(name)
      ? ["IterableIterator", given.slice(0, 1)]
      : ["", []];
  if (made === "") return null;
  const { pieces, faults } = writtenText(context, ...taken);
  return { pieces: [{ kind: "global", name: made }, "<", ...pieces, ">"], faults };
}

function declared(context: Context, { item, both }: Iterated, at: ts.Node): TypeText {
  const given = [item, ...(both ?? [])].map((each) => inferredText(context, each, at));
  const name = both === null ? "IterableIterator" : "Generator";
  const pieces = given.flatMap((each, i) => (i === 0 ? each.pieces : [", ", ...each.pieces]));
  return { pieces: [{ kind: "global", name }, "<", ...pieces, ">"], faults: given.flatMap(({ faults }) => faults) };
}
