import { ts } from "../../../compiler.cjs";
import { hasModifier } from "../context.ts";
import { Doubt } from "../sparse.ts";
import { globalNamed, platformType } from "./platform.ts";
import { QuickSymbol } from "./symbol.ts";
import { type Members as Found, type QuickSignature, ObjectType, type QuickType } from "./type.ts";
import type { Given, Meaning, Types } from "./types.ts";

const { SymbolFlags } = ts;

/** What interfaces, classes and object types have in them. */
export class Members {
  readonly #types: Types;
  readonly #meaning: Meaning;

  constructor(types: Types, meaning: Meaning) {
    this.#types = types;
    this.#meaning = meaning;
  }

  ofLiteral(nodes: readonly ts.TypeElement[], given: Given): Found {
    const properties: QuickSymbol[] = [];
    const indexes: QuickType[] = [];
    const calls: QuickSignature[] = [];
    for (const node of nodes) {
      if (ts.isPropertySignature(node)) properties.push(this.#property(node, node.type, given));
      else if (ts.isMethodSignature(node)) properties.push(this.#method(node, given));
      else if (ts.isIndexSignatureDeclaration(node)) indexes.push(this.#types.of(node.type, given));
      else throw new Doubt();
    }
    return { properties, indexes, calls, bases: [] };
  }

  ofDeclared(node: ts.InterfaceDeclaration | ts.ClassDeclaration, given: Given): Found {
    const own = ts.isInterfaceDeclaration(node) ? this.ofLiteral(node.members, given) : this.#ofClass(node, given);
    const bases = this.#bases(node, given);
    const above = bases.map((base) => base.members());
    const names = new Set(own.properties.map(({ name }) => name));
    const inherited = above.flatMap(({ properties }) => properties.filter(({ name }) => !names.has(name)));
    return {
      properties: [...own.properties, ...inherited],
      indexes: [...own.indexes, ...above.flatMap(({ indexes }) => indexes)],
      calls: [...own.calls, ...above.flatMap(({ calls }) => calls)],
      bases,
    };
  }

  #ofClass(node: ts.ClassDeclaration, given: Given): Found {
    const properties: QuickSymbol[] = [];
    for (const member of node.members) {
      if (hasModifier(member, ts.SyntaxKind.StaticKeyword) || ts.isClassStaticBlockDeclaration(member)) continue;
      if (ts.isConstructorDeclaration(member)) properties.push(...member.parameters.flatMap(declaredThere));
      else if (ts.isPropertyDeclaration(member)) properties.push(this.#property(member, member.type, given));
      else if (ts.isMethodDeclaration(member)) properties.push(this.#method(member, given));
      else if (ts.isAccessor(member)) properties.push(inDoubt(nameIn(member.name), member));
      else if (!ts.isSemicolonClassElement(member)) throw new Doubt();
    }
    return { properties, indexes: [], calls: [], bases: [] };
  }

  /** What it extends is looked into as well: classes of the language are errors, or in doubt. */
  #bases(node: ts.InterfaceDeclaration | ts.ClassDeclaration, given: Given): readonly ObjectType[] {
    const clauses = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) ?? [];
    return clauses.flatMap(({ types }) => types.map((each) => this.#base(each, given)));
  }

  #base({ expression, typeArguments }: ts.ExpressionWithTypeArguments, given: Given): ObjectType {
    if (!ts.isIdentifier(expression)) throw new Doubt();
    const named = this.#meaning(expression);
    const args = (typeArguments ?? []).map((each) => (): QuickType => this.#types.of(each, given));
    const [declaration] = named.declarations;
    const type =
      declaration !== undefined && !ts.isPropertySignature(declaration)
        ? this.#types.declared(named, args)
        : platformType(globalNamed(expression.text), args);
    if (!(type instanceof ObjectType) || "target" in type) throw new Doubt();
    return type;
  }

  #property(
    node: ts.PropertySignature | ts.PropertyDeclaration,
    type: ts.TypeNode | undefined,
    given: Given,
  ): QuickSymbol {
    return new QuickSymbol(nameIn(node.name), SymbolFlags.Property, [node], {
      type: () => {
        if (type === undefined) throw new Doubt();
        return this.#types.of(type, given);
      },
    });
  }

  #method(node: ts.MethodSignature | ts.MethodDeclaration, given: Given): QuickSymbol {
    const holder = new QuickSymbol("__type", SymbolFlags.Method, [node]);
    return new QuickSymbol(nameIn(node.name), SymbolFlags.Method, [node], {
      type: () => {
        const calls = [this.#types.signature(node, given)];
        return new ObjectType(holder, () => ({ properties: [], indexes: [], calls, bases: [] }));
      },
    });
  }
}

/** That it is there is known, and no more. */
function inDoubt(name: string, node: ts.Declaration): QuickSymbol {
  return new QuickSymbol(name, SymbolFlags.Property, [node]);
}

/** `constructor(readonly pair: string)` declares a field. */
function declaredThere(node: ts.ParameterDeclaration): readonly QuickSymbol[] {
  const { name, parent } = node;
  return ts.isParameterPropertyDeclaration(node, parent) && ts.isIdentifier(name) ? [inDoubt(name.text, node)] : [];
}

/** As the compiler names a property. One that is computed may be a symbol. */
function nameIn(name: ts.PropertyName): string {
  if (ts.isPrivateIdentifier(name)) return `__#1@${name.text}`;
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text;
  throw new Doubt();
}
