import { ts } from "../../compiler.cjs";
import type { BaseClass } from "../model.ts";
import { type Context, placeOf, resolveAlias } from "./context.ts";
import { isOfPlatform } from "./crossing.ts";
import { accessOf, shownNames } from "./member.ts";
import { writtenText } from "./written.ts";

export interface BaseReading {
  readonly base: BaseClass | null;
  /** Public methods of the marked classes above, as `"<static> <name>"`. */
  readonly inherited: ReadonlySet<string>;
}

/** What a class extends: the nearest marked class, or an unmarked one whose members the facade cannot show. */
export function readBase(context: Context, node: ts.ClassDeclaration): BaseReading {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const expression = clause?.types[0]?.expression;
  const given = clause?.types[0]?.typeArguments;
  const typeArguments = given === undefined ? null : writtenText(context, ...given);
  const inherited = new Set<string>();
  if (expression === undefined) return { base: null, inherited };
  const between: string[] = [];
  let constructorBetween = false;
  let base: BaseClass | null = null;
  // Classes that extend each other in a ring are a problem for the checks to tell, and no reason to go round for ever.
  const seen = new Set<ts.ClassDeclaration>();
  for (let above = superclass(context, node); above !== undefined; above = superclass(context, above)) {
    if (seen.has(above)) break;
    seen.add(above);
    const symbol = above.name && context.checker.getSymbolAtLocation(above.name);
    const target = symbol && context.marked.get(symbol);
    if (target === undefined) {
      if (base !== null) continue;
      between.push(...memberNames(above));
      constructorBetween ||= above.members.some(ts.isConstructorDeclaration);
      continue;
    }
    const local = ts.isIdentifier(expression) ? expression.text : target.name;
    const name = { kind: "name", local, origin: { kind: "facade", target } } as const;
    base ??= { kind: "marked", target, name, typeArguments, between, constructorBetween };
    for (const { key } of shownNames(above, context.its)) inherited.add(key);
  }
  return { base: base ?? unmarkedBase(context, expression), inherited };
}

function unmarkedBase(context: Context, expression: ts.Expression): BaseClass {
  const { checker } = context;
  const type = checker.getTypeAtLocation(expression);
  const [constructor] = type.getConstructSignatures();
  const instance = constructor?.getReturnType();
  const members = (instance === undefined ? [] : checker.getPropertiesOfType(instance)).filter(isPublic);
  return {
    kind: "unmarked",
    name: expression.getText(context.source),
    place: placeOf(context, expression),
    // What is named by a symbol has a number in its name that another run has not.
    members: members.map(({ name }) => name.replace(/^__@(\w+)@\d+$/, "[$1]")),
    emitter: instance === undefined ? missingEmitter(expression) : emitterKind(context, instance),
    takesArguments: type.getConstructSignatures().some((signature) => signature.getParameters().length > 0),
  };
}

/** Without Node's declarations the class would have no events, and nobody would hear of it. */
function missingEmitter(expression: ts.Expression): "missing" | null {
  return expression.getText() === "EventEmitter" ? "missing" : null;
}

function emitterKind(context: Context, type: ts.Type): "node" | "other" | null {
  if (type.getProperty("on") === undefined || type.getProperty("emit") === undefined) return null;
  return type.symbol?.name === "EventEmitter" && isOfPlatform(context, type) ? "node" : "other";
}

export function superclass(context: Context, node: ts.ClassDeclaration): ts.ClassDeclaration | undefined {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const expression = clause?.types[0]?.expression;
  const symbol = expression && context.checker.getSymbolAtLocation(expression);
  const declaration = symbol && resolveAlias(context.checker, symbol).valueDeclaration;
  return declaration !== undefined && ts.isClassDeclaration(declaration) ? declaration : undefined;
}

function memberNames(node: ts.ClassDeclaration): readonly string[] {
  const shown = node.members.filter(
    (element) => element.name !== undefined && !ts.isConstructorDeclaration(element) && accessOf(element) === "public",
  );
  return shown.map((element) => element.name?.getText() ?? "");
}

function isPublic(symbol: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (symbol.name.startsWith("__#")) return false;
  return declaration === undefined || (ts.getCombinedModifierFlags(declaration) & hidden) === 0;
}
