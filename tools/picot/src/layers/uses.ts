import { type Node, child, get, isFunction, list, walk } from "./ast.ts";

/** A place where a file uses a name that it has imported. */
export interface Use {
  readonly as: "value" | "type";
  /** What is taken from it there, `b` of `a.b`; null where it is used as it is. */
  readonly member: string | null;
}

export interface Uses {
  readonly all: readonly Use[];
  /** Something else in the file has that name too, so that a use may mean either. */
  readonly shadowed: boolean;
}

/** TypeScript's own nodes in which values are: all others are types. */
export const withValues = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TSParameterProperty",
  "TSEnumDeclaration",
  "TSEnumBody",
  "TSEnumMember",
  "TSModuleDeclaration",
  "TSModuleBlock",
  "TSExportAssignment",
  "TSImportEqualsDeclaration",
  "TSDeclareFunction",
  "TSEmptyBodyFunctionExpression",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
  "TSAbstractAccessorProperty",
]);

/** How a file uses a name that one of its imports brings. */
export function usesOf(program: Node, name: string): Uses {
  const all: Use[] = [];
  let shadowed = false;
  walk(program, (node, above) => {
    if (declares(node, name)) shadowed = true;
    if ((node.type !== "Identifier" && node.type !== "JSXIdentifier") || get(node, "name") !== name) return;
    const parent = above.at(-1);
    if (parent === undefined || isOnlyAName(node, parent)) return;
    all.push({ as: isInType(above) ? "type" : "value", member: memberOf(node, parent) });
  });
  return { all, shadowed };
}

/** A word that stands in the place of a name but uses nothing: a property, a label, a declaration. */
export function isOnlyAName(node: Node, parent: Node): boolean {
  const isKey = (key: string): boolean => child(parent, key) === node;
  switch (parent.type) {
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
    case "JSXAttribute":
    case "ImportAttribute":
      return true;
    case "TSImportEqualsDeclaration":
      return isKey("id");
    case "MemberExpression":
    case "JSXMemberExpression":
      return isKey("property") && get(parent, "computed") !== true;
    case "Property":
      return isKey("key") && get(parent, "computed") !== true && get(parent, "shorthand") !== true;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "TSAbstractMethodDefinition":
    case "TSAbstractPropertyDefinition":
      return isKey("key") && get(parent, "computed") !== true;
    case "TSQualifiedName":
      return isKey("right");
    case "TSEnumMember":
      return isKey("id");
    case "ExportSpecifier":
      // The name that it gets outside.
      return isKey("exported") && !isSameSpot(parent);
    default:
      return false;
  }
}

/** `export { a }`: parsers give its two names as one node, or as two in one spot. */
function isSameSpot(specifier: Node): boolean {
  return child(specifier, "local") === child(specifier, "exported");
}

function isInType(above: readonly Node[]): boolean {
  const parent = above.at(-1);
  const grandparent = above.at(-2);
  if (parent?.type === "ExportSpecifier") {
    return (
      get(parent, "exportKind") === "type" || (grandparent !== undefined && get(grandparent, "exportKind") === "type")
    );
  }
  // Of TypeScript's own nodes around it the nearest says: `a as typeof b` has both, one in the other.
  const nearest = above.findLast(({ type }) => type.startsWith("TS"));
  return nearest !== undefined && !withValues.has(nearest.type);
}

function memberOf(node: Node, parent: Node): string | null {
  const whole = parent.type === "TSQualifiedName" ? child(parent, "left") : child(parent, "object");
  const isMember = parent.type === "MemberExpression" || parent.type === "JSXMemberExpression";
  if (whole !== node || (!isMember && parent.type !== "TSQualifiedName")) return null;
  if (get(parent, "computed") === true) return null;
  const member = child(parent, parent.type === "TSQualifiedName" ? "right" : "property");
  const name = member === null ? null : get(member, "name");
  return typeof name === "string" ? name : null;
}

/** Whether a node that is no import brings a name of its own into the file. */
function declares(node: Node, name: string): boolean {
  const isNamed = (each: Node | null): boolean => each?.type === "Identifier" && get(each, "name") === name;
  switch (node.type) {
    case "VariableDeclarator":
      return binds(child(node, "id"), name);
    case "CatchClause":
      return binds(child(node, "param"), name);
    case "ClassDeclaration":
    case "ClassExpression":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      return isNamed(child(node, "id"));
    case "TSTypeParameter":
      return get(node, "name") === name || isNamed(child(node, "name"));
    default:
      if (!isFunction(node) && node.type !== "TSDeclareFunction") return false;
      return isNamed(child(node, "id")) || list(node, "params").some((each) => binds(each, name));
  }
}

/** A pattern, however deep, has that name in it. */
function binds(pattern: Node | null, name: string): boolean {
  if (pattern === null) return false;
  switch (pattern.type) {
    case "Identifier":
      return get(pattern, "name") === name;
    case "ObjectPattern":
      return list(pattern, "properties").some((each) => binds(child(each, "value") ?? child(each, "argument"), name));
    case "ArrayPattern":
      return list(pattern, "elements").some((each) => binds(each, name));
    case "AssignmentPattern":
      return binds(child(pattern, "left"), name);
    case "RestElement":
      return binds(child(pattern, "argument"), name);
    case "TSParameterProperty":
      return binds(child(pattern, "parameter"), name);
    default:
      return false;
  }
}
