import { ts } from "../../../compiler.cjs";
import { Doubt } from "../sparse.ts";
import { Members as Reader } from "./members.ts";
import { type FormOf, globalOrNull, platformType } from "./platform.ts";
import { QuickSymbol } from "./symbol.ts";
import {
  IntersectionType,
  ObjectType,
  ParameterType,
  Primitive,
  QuickSignature,
  type QuickType,
  ReferenceType,
  UnionType,
  anyObject,
  bigint,
  boolean,
  noMembers,
  nothing,
  number,
  symbol,
  text,
  unionOf,
  unknown,
} from "./type.ts";

const { SyntaxKind, SymbolFlags, TypeFlags } = ts;

/** What the type parameters around a node stand for; null where they stand for themselves. */
export type Given = ReadonlyMap<ts.TypeParameterDeclaration, QuickType> | null;

/** What a name in a type means: of its file, of the language, or a type parameter. Throws Doubt for any other. */
export type Meaning = (name: ts.EntityName | ts.Identifier) => QuickSymbol;

const keywords = new Map<ts.SyntaxKind, QuickType>([
  [SyntaxKind.UnknownKeyword, unknown],
  [SyntaxKind.StringKeyword, text],
  [SyntaxKind.NumberKeyword, number],
  [SyntaxKind.BooleanKeyword, boolean],
  [SyntaxKind.BigIntKeyword, bigint],
  [SyntaxKind.SymbolKeyword, symbol],
  [SyntaxKind.VoidKeyword, nothing.void],
  [SyntaxKind.UndefinedKeyword, nothing.undefined],
  [SyntaxKind.NeverKeyword, nothing.never],
  [SyntaxKind.ObjectKeyword, anyObject],
]);

const plain = new QuickSymbol("__type", SymbolFlags.TypeLiteral, []);
const list = new QuickSymbol("Array", SymbolFlags.Interface, []);

/** Types as they are written. Throws Doubt for all that takes a checker to tell. */
export class Types {
  readonly #meaning: Meaning;
  readonly #members: Reader;
  /** Of nodes without anything given, and of what is declared by what it is given. */
  readonly #known = new Map<ts.Node, QuickType>();
  readonly #instances = new Map<QuickSymbol, Map<string, QuickType | "begun">>();
  readonly #ids = new Map<QuickType, number>();

  constructor(meaning: Meaning) {
    this.#meaning = meaning;
    this.#members = new Reader(this, meaning);
  }

  of(node: ts.TypeNode, given: Given = null): QuickType {
    if (given !== null) return this.#made(node, given);
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const made = this.#made(node, given);
    this.#known.set(node, made);
    return made;
  }

  /** A type parameter as itself, within what declares it. */
  parameter(node: ts.TypeParameterDeclaration, named: QuickSymbol): QuickType {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const { constraint } = node;
    const made = new ParameterType(named, () => (constraint === undefined ? null : this.of(constraint)));
    this.#known.set(node, made);
    return made;
  }

  /** An interface, class, alias or enum, given some type arguments. */
  declared(named: QuickSymbol, given: readonly (() => QuickType)[]): QuickType {
    const { flags, declarations } = named;
    const [node] = declarations;
    if (node === undefined || declarations.length !== 1) throw new Doubt();
    if (ts.isEnumDeclaration(node)) return this.#instance(named, "", () => new Primitive(TypeFlags.EnumLiteral, named));
    if ((flags & (SymbolFlags.Interface | SymbolFlags.Class | SymbolFlags.TypeAlias)) === 0) throw new Doubt();
    if (!ts.isInterfaceDeclaration(node) && !ts.isClassDeclaration(node) && !ts.isTypeAliasDeclaration(node))
      throw new Doubt();
    const parameters = node.typeParameters ?? [];
    const make = (its: Given): QuickType =>
      ts.isTypeAliasDeclaration(node)
        ? this.of(node.type, its)
        : new ObjectType(named, () => this.#members.ofDeclared(node, its));
    if (parameters.length === 0) return this.#instance(named, "", () => make(null));
    const its = new Map<ts.TypeParameterDeclaration, QuickType>();
    for (const [index, parameter] of parameters.entries()) {
      const type = given[index]?.() ?? (parameter.default && this.of(parameter.default, its));
      if (type === undefined) throw new Doubt();
      its.set(parameter, type);
    }
    const key = [...its.values()].map((type) => this.#idOf(type)).join(" ");
    return this.#instance(named, key, () => make(its));
  }

  /** Within itself, and by others, as its type parameters. */
  classType(node: ts.ClassDeclaration, named: QuickSymbol): QuickType {
    return this.#instance(named, "own", () => new ObjectType(named, () => this.#members.ofDeclared(node, null)));
  }

  signature(node: ts.SignatureDeclaration, given: Given): QuickSignature {
    if (node.typeParameters !== undefined) throw new Doubt();
    const { type } = node;
    const parameters = node.parameters.map((parameter) => {
      const its = parameter.type;
      if (its === undefined || !ts.isIdentifier(parameter.name)) throw new Doubt();
      return new QuickSymbol(parameter.name.text, SymbolFlags.FunctionScopedVariable, [parameter], {
        type: () => this.of(its, given),
      });
    });
    return new QuickSignature(parameters, () => {
      if (type === undefined) throw new Doubt();
      return this.of(type, given);
    });
  }

  #made(node: ts.TypeNode, given: Given): QuickType {
    const keyword = keywords.get(node.kind);
    if (keyword !== undefined) return keyword;
    if (ts.isTypeReferenceNode(node)) return this.#reference(node, given);
    if (ts.isLiteralTypeNode(node)) return literal(node);
    if (ts.isParenthesizedTypeNode(node)) return this.of(node.type, given);
    if (ts.isUnionTypeNode(node)) return unionOf(node.types.map((part) => this.of(part, given)));
    if (ts.isIntersectionTypeNode(node)) return new IntersectionType(node.types.map((part) => this.of(part, given)));
    if (ts.isArrayTypeNode(node)) return new ReferenceType(list, "array", () => [this.of(node.elementType, given)]);
    if (ts.isTupleTypeNode(node))
      return new ReferenceType(
        list,
        "tuple",
        () => node.elements.map((each) => this.#element(each, given)),
        () => noMembers,
        node.elements.map(flagOf),
      );
    if (ts.isTypeLiteralNode(node)) return new ObjectType(plain, () => this.#members.ofLiteral(node.members, given));
    if (ts.isTypeOperatorNode(node)) return this.#operator(node, given);
    if (ts.isIndexedAccessTypeNode(node)) return this.#part(node, given);
    if (ts.isFunctionTypeNode(node)) {
      const calls = [this.signature(node, given)];
      return new ObjectType(plain, () => ({ ...noMembers, calls }));
    }
    if (ts.isTypePredicateNode(node)) return node.assertsModifier === undefined ? boolean : nothing.void;
    throw new Doubt();
  }

  #reference(node: ts.TypeReferenceNode, given: Given): QuickType {
    const named = this.#meaning(node.typeName);
    const args = (node.typeArguments ?? []).map((each) => (): QuickType => this.of(each, given));
    const [declaration] = named.declarations;
    if (declaration !== undefined && ts.isTypeParameterDeclaration(declaration))
      return given?.get(declaration) ?? this.parameter(declaration, named);
    if (ts.isIdentifier(node.typeName) && named === globalOrNull(node.typeName.text)) {
      const type = platformType(named, args);
      return typeof type === "string"
        ? this.#form(
            type,
            args.map((each) => each()),
          )
        : type;
    }
    return this.declared(named, args);
  }

  /** A form has no more than what it is a form of: what holds for all of that holds for it. */
  #form(form: FormOf, [type, other]: readonly QuickType[]): QuickType {
    if (type === undefined) throw new Doubt();
    if (form === "Record") {
      if (other === undefined) throw new Doubt();
      return new ObjectType(plain, () => ({ ...noMembers, indexes: [other] }), ts.ObjectFlags.Mapped);
    }
    if (form === "NonNullable" || form === "Exclude") {
      if (type instanceof ParameterType) throw new Doubt();
      return type;
    }
    // Of a list, or of what the language has, it would be another thing.
    if (!(type instanceof ObjectType) || type instanceof ReferenceType) throw new Doubt();
    if ((type.symbol?.flags ?? 0) & SymbolFlags.Class) throw new Doubt();
    return new ObjectType(plain, () => ({ ...type.members(), calls: [] }), ts.ObjectFlags.Mapped);
  }

  #element(node: ts.TypeNode | ts.NamedTupleMember, given: Given): QuickType {
    if (ts.isNamedTupleMember(node))
      return node.dotDotDotToken === undefined ? this.of(node.type, given) : this.#rest(node.type, given);
    if (ts.isRestTypeNode(node)) return this.#rest(node.type, given);
    return this.of(ts.isOptionalTypeNode(node) ? node.type : node, given);
  }

  #rest(node: ts.TypeNode, given: Given): QuickType {
    const type = this.of(node, given);
    if (!(type instanceof ReferenceType) || type.list !== "array") throw new Doubt();
    return unionOf(type.arguments());
  }

  #operator(node: ts.TypeOperatorNode, given: Given): QuickType {
    if (node.operator === SyntaxKind.UniqueKeyword) throw new Doubt();
    const type = this.of(node.type, given);
    if (node.operator === SyntaxKind.ReadonlyKeyword) return type;
    // Names, whatever they are.
    return type instanceof ParameterType ? new Primitive(TypeFlags.StringLiteral) : text;
  }

  /** `Row["state"]` */
  #part(node: ts.IndexedAccessTypeNode, given: Given): QuickType {
    const holder = this.of(node.objectType, given);
    const { indexType } = node;
    if (!ts.isLiteralTypeNode(indexType) || !ts.isStringLiteral(indexType.literal)) throw new Doubt();
    if (!(holder instanceof ObjectType) || holder instanceof ReferenceType) throw new Doubt();
    const found = holder.getProperty(indexType.literal.text);
    if (found === undefined) throw new Doubt();
    const [declaration] = found.declarations;
    const isOptional = declaration !== undefined && ts.isPropertySignature(declaration) && declaration.questionToken;
    return isOptional ? unionOf([found.type(), nothing.undefined]) : found.type();
  }

  #idOf(type: QuickType): number {
    const id = this.#ids.get(type) ?? this.#ids.size;
    this.#ids.set(type, id);
    return id;
  }

  #instance(named: QuickSymbol, key: string, make: () => QuickType): QuickType {
    const all = this.#instances.get(named) ?? new Map<string, QuickType | "begun">();
    this.#instances.set(named, all);
    const known = all.get(key);
    // An alias that leads to itself without anything between.
    if (known === "begun") throw new Doubt();
    if (known !== undefined) return known;
    all.set(key, "begun");
    try {
      const made = make();
      all.set(key, made);
      return made;
    } finally {
      if (all.get(key) === "begun") all.delete(key);
    }
  }
}

function flagOf(node: ts.TypeNode): ts.ElementFlags {
  const { Optional, Required, Rest } = ts.ElementFlags;
  if (ts.isNamedTupleMember(node)) {
    if (node.dotDotDotToken !== undefined) return Rest;
    return node.questionToken === undefined ? Required : Optional;
  }
  return ts.isRestTypeNode(node) ? Rest : ts.isOptionalTypeNode(node) ? Optional : Required;
}

function literal({ literal: node }: ts.LiteralTypeNode): QuickType {
  if (node.kind === SyntaxKind.NullKeyword) return nothing.null;
  if (ts.isStringLiteralLike(node)) return text;
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) return boolean;
  if (node.kind === SyntaxKind.BigIntLiteral) return bigint;
  if (ts.isNumericLiteral(node) || ts.isPrefixUnaryExpression(node)) return number;
  throw new Doubt();
}

/** What a value is once it was awaited: the same, or what its promises give. */
export function awaited(type: QuickType): QuickType | "open" {
  if (type instanceof UnionType) {
    const parts = type.types.map(awaited);
    if (parts.includes("open")) throw new Doubt();
    const settled = parts.filter((part) => part !== "open");
    return settled.every((part, index) => part === type.types[index]) ? type : unionOf(settled);
  }
  if (type instanceof ParameterType) {
    const constraint = type.constraint();
    if (constraint === null) return "open";
    if (!isPrimitive(constraint)) throw new Doubt();
    return type;
  }
  if (type instanceof ReferenceType && (type.symbol?.name === "Promise" || type.symbol?.name === "PromiseLike")) {
    const [inner = unknown] = type.arguments();
    return awaited(inner);
  }
  if (type instanceof Primitive) return type;
  // What can be awaited without being a promise is not told by its name.
  if (type.getProperty("then") !== undefined) throw new Doubt();
  return type;
}

function isPrimitive(type: QuickType): boolean {
  if (type instanceof UnionType) return type.types.every(isPrimitive);
  return type instanceof Primitive && type !== unknown && type !== anyObject;
}
