import { ts } from "../../compiler.cjs";
import type { Layer, MemberKind, ReactorMember } from "../model.ts";
import { type Context, docOf, hasModifier, isHidden, placeOf } from "./context.ts";
import { type Property, functionOf, isProperty, parameterProperties, readProperty } from "./property.ts";
import { asTagged, readSignatures } from "./signature.ts";
import { readTags } from "./tags.ts";

/** The members of a class that a facade might show, in source order; overloads are one member. */
export function readMembers(
  context: Context,
  node: ts.ClassDeclaration,
  inherited: ReadonlySet<string>,
): readonly ReactorMember[] {
  const groups = new Map<string, (ts.ClassElement | Property)[]>();
  for (const element of [...node.members, ...parameterProperties(node)]) {
    if (element.name === undefined || ts.isConstructorDeclaration(element)) continue;
    // A getter and its setter are one group too: their docs and timeouts may stand on either.
    const what = isProperty(element) ? "property" : kindOf(element);
    const key = `${isStatic(element)} ${what} ${nameOf(element.name)}`;
    groups.set(key, [...(groups.get(key) ?? []), element]);
  }
  return [...groups.values()].flatMap((elements) => {
    const overrides = inherited.has(keyOf(elements[0]));
    const properties = elements.filter(isProperty);
    if (properties.length > 0) {
      return properties.flatMap((each) =>
        readProperty(context, each, properties, { ...basics(context, each), overrides }),
      );
    }
    return [readMember(context, elements as ts.ClassElement[], overrides)]; // a group holds properties only, or none
  });
}

function readMember(context: Context, elements: readonly ts.ClassElement[], overrides: boolean): ReactorMember {
  const [first] = elements;
  if (first === undefined) throw new TypeError("a group of members has at least one");
  const { tags } = readTags(context, ...elements);
  const base = basics(context, first);
  const kind = context.its === "blocking" ? kindInTwin(first) : kindOf(first);
  // What is left out is not looked into: its types may be anything.
  const isCalled = kind === "method" || kind === "generator";
  const shown = isCalled && base.access === "public" && !isHidden(context, tags);
  const late = elements.some((element) => functionOf(element) !== null) || isAbstract(first);
  const nodes = elements.map((element) => functionOf(element) ?? element).filter(ts.isFunctionLike);
  return {
    ...base,
    kind,
    tags,
    overrides,
    late,
    signatures: shown ? asTagged(tags, readSignatures(context, nodes)) : [],
  };
}

export type Basics = Pick<ReactorMember, "name" | "place" | "static" | "access" | "overrides">;

function basics(context: Context, element: ts.ClassElement | Property): Omit<Basics, "overrides"> {
  const { name } = element;
  if (name === undefined) throw new TypeError("only members with a name are read");
  const place = placeOf(context, name);
  return { name: nameOf(name), place, static: isStatic(element), access: accessOf(element) };
}

export interface ShownName {
  /** As `overrides` asks for it. */
  readonly key: string;
  readonly name: string;
  readonly element: ts.ClassElement | Property;
}

/** The names that the facade, or the green twin, of a marked class has. */
export function shownNames(node: ts.ClassDeclaration, layer: Layer): readonly ShownName[] {
  const kinds = new Set<MemberKind>(["method", "getter", "setter"]);
  return [...node.members, ...parameterProperties(node)]
    .filter((element) => element.name !== undefined && !ts.isConstructorDeclaration(element))
    .filter((element) => kinds.has(kindOf(element)) && accessOf(element) === "public")
    .filter((element) => layer === "green" || !isReactorOnly(element))
    .map((element) => ({
      key: keyOf(element),
      name: element.name === undefined ? "" : nameOf(element.name),
      element,
    }));
}

function isReactorOnly(element: ts.Node): boolean {
  return docOf(element)?.parsed.tags.some(({ name }) => name === "reactorOnly" || name === "byHand") === true;
}

function keyOf(element: ts.ClassElement | Property | undefined): string {
  if (element?.name === undefined) return "";
  return `${isStatic(element)} ${nameOf(element.name)}`;
}

function kindOf(element: ts.ClassElement | Property): MemberKind {
  const { name } = element;
  if (name !== undefined && ts.isComputedPropertyName(name) && !ts.isStringLiteralLike(name.expression))
    return symbolNamed(name) !== null && ts.isMethodDeclaration(element) ? "method" : "computed";
  // What a name begins with that stands for a symbol.
  if (name !== undefined && nameOf(name).startsWith("@@")) return "computed";
  if (ts.isMethodDeclaration(element)) return element.questionToken === undefined ? "method" : "optional-method";
  if (functionOf(element) !== null) return "method";
  return ts.isSetAccessor(element) ? "setter" : "getter";
}

/** A twin tells a generator by its declaration, and is not iterable itself. */
function kindInTwin(element: ts.ClassElement): MemberKind {
  const kind = kindOf(element);
  if (kind !== "method" || !ts.isMethodDeclaration(element)) return kind;
  if (nameOf(element.name).startsWith("@@")) return "computed";
  return element.asteriskToken === undefined ? "method" : "generator";
}

/** Symbols of the language that a facade has another one for, which does not wait for a promise. */
const symbols: ReadonlySet<string> = new Set(["asyncIterator", "asyncDispose"]);

function symbolNamed(name: ts.ComputedPropertyName): string | null {
  const [, symbol = ""] = /^Symbol\.(\w+)$/.exec(name.expression.getText()) ?? [];
  return symbols.has(symbol) ? `@@${symbol}` : null;
}

/** The property key that a name stands for: `"a b"` and `["a b"]` are one. `[Symbol.asyncIterator]` is `@@asyncIterator`. */
export function nameOf(name: ts.PropertyName | ts.BindingName): string {
  if (ts.isBindingName(name)) return name.getText();
  const symbol = ts.isComputedPropertyName(name) ? symbolNamed(name) : null;
  if (symbol !== null) return symbol;
  if (ts.isComputedPropertyName(name)) {
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : name.getText();
  }
  return ts.isNumericLiteral(name) ? String(Number(name.text)) : name.text;
}

export function accessOf(node: ts.ClassElement | ts.ParameterDeclaration): "public" | "protected" | "private" {
  const isPrivate = node.name !== undefined && ts.isPrivateIdentifier(node.name);
  if (isPrivate || hasModifier(node, ts.SyntaxKind.PrivateKeyword)) return "private";
  return hasModifier(node, ts.SyntaxKind.ProtectedKeyword) ? "protected" : "public";
}

function isStatic(element: ts.Node): boolean {
  return hasModifier(element, ts.SyntaxKind.StaticKeyword);
}

function isAbstract(element: ts.Node): boolean {
  return hasModifier(element, ts.SyntaxKind.AbstractKeyword);
}
