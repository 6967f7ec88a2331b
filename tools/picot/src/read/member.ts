import { ts } from "ts-morph";
import type { MemberKind, ReactorMember } from "../model.ts";
import { type Context, docOf, hasModifier, placeOf } from "./context.ts";
import { readSignatures } from "./signature.ts";
import { readTags } from "./tags.ts";

/** The members of a class that a facade might show, in source order; overloads are one member. */
export function readMembers(
  context: Context,
  node: ts.ClassDeclaration,
  inherited: ReadonlySet<string>,
): readonly ReactorMember[] {
  const groups = new Map<string, ts.ClassElement[]>();
  for (const element of node.members) {
    if (element.name === undefined || ts.isConstructorDeclaration(element)) continue;
    const key = `${isStatic(element)} ${kindOf(element)} ${nameOf(element.name)}`;
    groups.set(key, [...(groups.get(key) ?? []), element]);
  }
  const members = [...groups.values()].map((elements) => readMember(context, elements, inherited));
  return [...members, ...parameterProperties(context, node)];
}

function readMember(
  context: Context,
  elements: readonly ts.ClassElement[],
  inherited: ReadonlySet<string>,
): ReactorMember {
  const [first] = elements;
  if (first?.name === undefined) throw new TypeError("a group of members has at least one, and it has a name");
  const name = nameOf(first.name);
  const { tags } = readTags(context, ...elements);
  const access = accessOf(first);
  const kind = kindOf(first);
  // What is left out is not looked into: its types may be anything.
  const shown = kind === "method" && access === "public" && tags.reactorOnly === null;
  return {
    name,
    place: placeOf(context, first.name),
    kind,
    static: isStatic(first),
    access,
    tags,
    signatures: shown ? readSignatures(context, elements.filter(ts.isMethodDeclaration)) : [],
    overrides: inherited.has(`${isStatic(first)} ${name}`),
  };
}

/** `constructor(readonly pair: string)` declares a public field. */
function parameterProperties(context: Context, node: ts.ClassDeclaration): readonly ReactorMember[] {
  const constructor = node.members.find(ts.isConstructorDeclaration);
  const found = (constructor?.parameters ?? []).filter(
    (parameter) => ts.isParameterPropertyDeclaration(parameter, parameter.parent) && accessOf(parameter) === "public",
  );
  const tags = { timeouts: [], throws: [], reactorOnly: null, transfer: null, reactor: null };
  return found.map((parameter) => ({
    name: parameter.name.getText(context.source),
    place: placeOf(context, parameter.name),
    kind: "field",
    static: false,
    access: "public",
    tags,
    signatures: [],
    overrides: false,
  }));
}

/** The names that the facade of a marked class has, as `overrides` asks for them. */
export function shownNames(node: ts.ClassDeclaration): readonly string[] {
  return node.members
    .filter((element) => element.name !== undefined && kindOf(element) === "method" && accessOf(element) === "public")
    .filter((element) => docOf(element)?.parsed.tags.every(({ name }) => name !== "reactorOnly") ?? true)
    .map((element) => `${isStatic(element)} ${element.name === undefined ? "" : nameOf(element.name)}`);
}

function kindOf(element: ts.ClassElement): MemberKind {
  const { name } = element;
  if (name !== undefined && ts.isComputedPropertyName(name) && !ts.isStringLiteralLike(name.expression))
    return "computed";
  if (ts.isMethodDeclaration(element)) {
    if (element.asteriskToken !== undefined) return "generator";
    return element.questionToken === undefined ? "method" : "optional-method";
  }
  return ts.isAccessor(element) || hasModifier(element, ts.SyntaxKind.AccessorKeyword) ? "accessor" : "field";
}

/** The property key that a name stands for: `"a b"` and `["a b"]` are one. */
function nameOf(name: ts.PropertyName): string {
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

function isStatic(element: ts.ClassElement): boolean {
  return hasModifier(element, ts.SyntaxKind.StaticKeyword);
}
