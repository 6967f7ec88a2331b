/** An ESTree as any parser makes it (ESLint's, oxlint's, our own): only what all of them agree on is looked at. */
export interface Node {
  readonly type: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Fields that lead elsewhere than down, and those that hold no code. */
const others = new Set(["parent", "loc", "range", "start", "end", "tokens", "comments", "type", "raw"]);

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

export function get(node: Node, key: string): unknown {
  return (node as unknown as Readonly<Record<string, unknown>>)[key]; // which fields there are, the type says, not TypeScript
}

export function child(node: Node, key: string): Node | null {
  const value = get(node, key);
  return isNode(value) ? value : null;
}

/** The nodes of a list, without its holes; empty where there is no list. */
export function list(node: Node, key: string): readonly Node[] {
  const value = get(node, key);
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  // Every rule comes by here for every node: no lists in between.
  for (const key in node) {
    if (others.has(key)) continue;
    const value = get(node, key);
    if (Array.isArray(value)) {
      for (const each of value) if (isNode(each)) found.push(each);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

/** Visits a node and all below it, each with those above it, the nearest last. */
export function walk(root: Node, visit: (node: Node, above: readonly Node[]) => void): void {
  const above: Node[] = [];
  const go = (node: Node): void => {
    visit(node, above);
    above.push(node);
    for (const each of children(node)) go(each);
    above.pop();
  };
  go(root);
}

/** The name that an identifier is, or that a text stands for where names may be quoted; null for anything else. */
export function nameOf(node: Node | null): string | null {
  if (node === null) return null;
  const name = get(node, node.type === "Literal" ? "value" : "name");
  if (node.type === "PrivateIdentifier" && typeof name === "string") return `#${name}`;
  return typeof name === "string" ? name : null;
}

/** The text of a literal, or of a template without holes. */
export function stringOf(node: Node | null): string | null {
  if (node?.type === "Literal") return nameOf(node);
  if (node?.type !== "TemplateLiteral" || list(node, "expressions").length > 0) return null;
  const [only] = list(node, "quasis");
  const value = only === undefined ? null : get(only, "value");
  const cooked = typeof value === "object" && value !== null && "cooked" in value ? value.cooked : null;
  return typeof cooked === "string" ? cooked : null;
}

/** Where a node is in the text, in UTF-16 units. */
export function spanOf(node: Node): Span {
  const range = get(node, "range");
  const [start, end] = Array.isArray(range) ? range : [get(node, "start"), get(node, "end")];
  return { start: Number(start), end: Number(end) };
}

export function isFunction({ type }: Node): boolean {
  return type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
}

/** The name of a property of something, where the source says it: `a.b`, `a["b"]`, `a.#b`. */
export function propertyOf(member: Node): string | null {
  const property = child(member, "property");
  return get(member, "computed") === true ? stringOf(property) : nameOf(property);
}

/** Without what TypeScript and chaining wrap around an expression. */
export function bare(node: Node | null): Node | null {
  const wraps = [
    "TSAsExpression",
    "TSSatisfiesExpression",
    "TSNonNullExpression",
    "TSTypeAssertion",
    "ChainExpression",
  ];
  const inner = [...wraps, "AwaitExpression", "ParenthesizedExpression", "TSInstantiationExpression"];
  if (node === null || !inner.includes(node.type)) return node;
  return bare(child(node, node.type === "AwaitExpression" ? "argument" : "expression"));
}
