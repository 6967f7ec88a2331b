import { type Node, child, get, list, stringOf, walk } from "./ast.ts";

/** A place where a file names another module. */
export interface Reference {
  readonly kind: "import" | "export" | "dynamic" | "require" | "import-equals" | "import-type";
  readonly node: Node;
  /** What is above it, the nearest last. */
  readonly above: readonly Node[];
  readonly literal: Node;
  readonly specifier: string;
  /** No compiler leaves anything of it: the module is not loaded. */
  readonly typeOnly: boolean;
}

const seen = new WeakMap<Node, readonly Reference[]>();

/** Every module that a file names, in the order of its text. */
export function referencesOf(program: Node): readonly Reference[] {
  const known = seen.get(program);
  if (known !== undefined) return known;
  const found: Reference[] = [];
  walk(program, (node, above) => {
    const kind = kindOf(node);
    const literal = kind === null ? null : literalOf(node);
    const specifier = stringOf(literal);
    if (kind === null || literal === null || specifier === null) return;
    const typeOnly = kind === "import-type" || get(node, "importKind") === "type" || get(node, "exportKind") === "type";
    found.push({ kind, node, above: [...above], literal, specifier, typeOnly });
  });
  seen.set(program, found);
  return found;
}

function kindOf(node: Node): Reference["kind"] | null {
  switch (node.type) {
    case "ImportDeclaration":
      return "import";
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return "export";
    case "ImportExpression":
      return "dynamic";
    case "TSImportType":
      return "import-type";
    case "TSImportEqualsDeclaration":
      return "import-equals";
    case "CallExpression": {
      const callee = child(node, "callee");
      return callee?.type === "Identifier" && get(callee, "name") === "require" ? "require" : null;
    }
    default:
      return null;
  }
}

function literalOf(node: Node): Node | null {
  if (node.type === "CallExpression") return list(node, "arguments")[0] ?? null;
  if (node.type === "TSImportEqualsDeclaration") {
    const reference = child(node, "moduleReference");
    return reference?.type === "TSExternalModuleReference" ? child(reference, "expression") : null;
  }
  const argument = child(node, "argument");
  return child(node, "source") ?? (argument?.type === "TSLiteralType" ? child(argument, "literal") : argument);
}

/** One name that a file imports, and what it calls it. `imported` is `"default"`, or `"*"` for the whole module. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
  /** Said to be a type, by a word of its own or of the whole statement. */
  readonly type: boolean;
  readonly node: Node;
}

/** The names that an import statement brings. */
export function namesOf({ kind, node, typeOnly }: Reference): readonly ImportedName[] {
  if (kind === "import-equals") {
    const local = idOf(child(node, "id"));
    return local === null ? [] : [{ imported: "*", local, type: typeOnly, node }];
  }
  if (kind !== "import") return [];
  return list(node, "specifiers").flatMap((specifier) => {
    const local = idOf(child(specifier, "local"));
    if (local === null) return [];
    const type = typeOnly || get(specifier, "importKind") === "type";
    return [{ imported: importedOf(specifier), local, type, node: specifier }];
  });
}

function importedOf(specifier: Node): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  return specifier.type === "ImportDefaultSpecifier" ? "default" : (idOf(child(specifier, "imported")) ?? "default");
}

/** A name in an import or export: an identifier, or quoted. */
export function idOf(node: Node | null): string | null {
  if (node === null) return null;
  const name = node.type === "Literal" ? stringOf(node) : get(node, "name");
  return typeof name === "string" ? name : null;
}

/** What a statement takes out of the module that `import()` or `require()` gives: null where it is not taken apart on the spot. */
export function takenOf({ kind, above }: Reference): readonly string[] | null {
  const isWrap = ({ type }: Node): boolean => type === "AwaitExpression" || type === "ParenthesizedExpression";
  // Without it there is a promise yet, which has members of its own.
  if (kind === "dynamic" && above.at(-1)?.type !== "AwaitExpression") return null;
  const parent = above.findLast((each) => !isWrap(each));
  if (parent?.type === "MemberExpression") {
    const name = idOf(child(parent, "property"));
    return name === null || get(parent, "computed") === true ? null : [name];
  }
  const pattern = parent?.type === "VariableDeclarator" ? child(parent, "id") : null;
  if (pattern?.type !== "ObjectPattern") return null;
  const names = list(pattern, "properties").map((each) =>
    each.type === "Property" && get(each, "computed") !== true ? idOf(child(each, "key")) : null,
  );
  return names.every((name) => name !== null) ? names : null;
}
