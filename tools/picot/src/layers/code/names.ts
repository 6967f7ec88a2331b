import { type Node, child, children, get, isFunction, list } from "../ast.ts";
import { isOnlyAName, withValues } from "../uses.ts";

/** A name that a file declares or imports. */
export interface Binding {
  readonly name: string;
  readonly kind: "import" | "const" | "let" | "var" | "function" | "class" | "parameter" | "other";
  /** The name itself, where it is declared. */
  readonly id: Node;
  /** What declares it: a specifier, a declarator, a function, a class. */
  readonly node: Node;
  /** The way from what a declarator is given to the name, `["a"]` in `const { a: b } = c`; null where no names lead there. */
  readonly path: readonly string[] | null;
  /** Declared by the module itself, and not inside of something. */
  readonly isTop: boolean;
}

type Owner = Pick<Binding, "kind" | "node">;

interface Scope {
  readonly names: Map<string, Binding>;
  readonly up: Scope | null;
  /** Of a function, say: a `var` in a block inside belongs here. */
  readonly holdsVars: boolean;
}

const blocks = new Set([
  "BlockStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "SwitchStatement",
  "CatchClause",
  "ClassExpression",
]);

/** The names of one file: which declaration each word means, as JavaScript has it. */
export class Names {
  readonly #top: Scope = { names: new Map(), up: null, holdsVars: true };
  readonly #parents = new Map<Node, Node>();
  /** Identifiers that may be uses, each with the scope that it stands in. */
  readonly #words = new Map<Node, Scope>();
  readonly #declared = new Set<Node>();
  #uses: ReadonlyMap<Binding, readonly Node[]> | null = null;

  constructor(program: Node) {
    for (const each of children(program)) this.#learn(each, program, this.#top, false);
  }

  /** What the module declares and imports. */
  get top(): ReadonlyMap<string, Binding> {
    return this.#top.names;
  }

  /** Every node of the file, in the order of the text, for those who need not know what is around it. */
  nodes(): Iterable<Node> {
    return this.#parents.keys();
  }

  parentOf(node: Node): Node | null {
    return this.#parents.get(node) ?? null;
  }

  /** All that is around a node, the nearest first. */
  *above(node: Node): Generator<Node> {
    for (let each = this.parentOf(node); each !== null; each = this.parentOf(each)) yield each;
  }

  /** What an identifier means; null for a global, and for a word that is no name here. */
  bindingOf(identifier: Node): Binding | null {
    const name = get(identifier, "name");
    if (typeof name !== "string") return null;
    for (let scope = this.#words.get(identifier) ?? null; scope !== null; scope = scope.up) {
      const found = scope.names.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** A name as a value, and not where it is declared. */
  isUse(node: Node): boolean {
    return this.#words.has(node) && !this.#declared.has(node);
  }

  /** Each place where a name is used as a value, in the order of the text. */
  usesOf(binding: Binding): readonly Node[] {
    this.#uses ??= this.#allUses();
    return this.#uses.get(binding) ?? [];
  }

  #allUses(): ReadonlyMap<Binding, readonly Node[]> {
    const found = new Map<Binding, Node[]>();
    for (const node of this.#words.keys()) {
      const binding = this.isUse(node) ? this.bindingOf(node) : null;
      if (binding === null) continue;
      const uses = found.get(binding);
      if (uses === undefined) found.set(binding, [node]);
      else uses.push(node);
    }
    return found;
  }

  /** `inType`: of TypeScript's own nodes around it the nearest is a type. */
  #learn(node: Node, parent: Node, scope: Scope, inType: boolean): void {
    this.#parents.set(node, parent);
    if (node.type === "Identifier") this.#word(node, parent, scope, inType);
    const inner = this.#scopeOf(node, scope);
    this.#declare(node, scope, inner);
    const isType = node.type.startsWith("TS") ? !withValues.has(node.type) : inType;
    for (const each of children(node)) this.#learn(each, node, inner, isType);
  }

  #word(node: Node, parent: Node, scope: Scope, inType: boolean): void {
    if (this.#declared.has(node)) this.#words.set(node, scope);
    if (inType || isOnlyAName(node, parent)) return;
    const isPart = parent.type === "ExportSpecifier" || parent.type === "Property";
    const above = isPart ? this.parentOf(parent) : null;
    if (parent.type === "ExportSpecifier" && [parent, above].some((each) => each && get(each, "exportKind") === "type"))
      return;
    // `export { a } from` is about another module's names.
    if (parent.type === "ExportSpecifier" && above !== null && child(above, "source") !== null) return;
    // `{ a }` in a pattern has the name twice, and declares it.
    if (above?.type === "ObjectPattern" && child(parent, "key") === node && get(parent, "computed") !== true) return;
    this.#words.set(node, scope);
  }

  #scopeOf(node: Node, up: Scope): Scope {
    const holdsVars = isFunction(node) || node.type === "StaticBlock" || node.type === "TSModuleBlock";
    return holdsVars || blocks.has(node.type) ? { names: new Map(), up, holdsVars } : up;
  }

  #declare(node: Node, scope: Scope, inner: Scope): void {
    const add = (kind: Binding["kind"], home: Scope, key: "id" | "local"): void =>
      this.#add({ kind, node }, home, child(node, key), []);
    switch (node.type) {
      case "ImportSpecifier":
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
        return add("import", this.#top, "local");
      case "TSImportEqualsDeclaration":
        return add("import", this.#top, "id");
      case "VariableDeclaration": {
        const word = get(node, "kind");
        const kind = word === "var" || word === "let" ? word : "const";
        const home = kind === "var" ? homeOf(scope) : scope;
        for (const each of list(node, "declarations")) {
          this.#addPattern({ kind, node: each }, home, child(each, "id"), []);
        }
        return;
      }
      case "ClassDeclaration":
        return add("class", scope, "id");
      case "ClassExpression":
        return add("class", inner, "id");
      case "TSEnumDeclaration":
      case "TSModuleDeclaration":
        return add("other", scope, "id");
      case "CatchClause":
        return this.#addPattern({ kind: "parameter", node }, inner, child(node, "param"), null);
      case "TSDeclareFunction":
        return add("function", scope, "id");
    }
    if (!isFunction(node)) return;
    if (node.type !== "ArrowFunctionExpression") {
      add("function", node.type === "FunctionDeclaration" ? scope : inner, "id");
    }
    for (const each of list(node, "params")) this.#addPattern({ kind: "parameter", node }, inner, each, null);
  }

  #add(owner: Owner, scope: Scope, id: Node | null, path: Binding["path"]): void {
    const name = id?.type === "Identifier" ? get(id, "name") : null;
    if (id === null || typeof name !== "string") return;
    this.#declared.add(id);
    this.#words.set(id, scope);
    // Of a function's signatures the one with a body counts, which is the last.
    scope.names.set(name, { ...owner, name, id, path, isTop: scope === this.#top });
  }

  #addPattern(owner: Owner, scope: Scope, pattern: Node | null, path: Binding["path"]): void {
    switch (pattern?.type) {
      case "Identifier":
        return this.#add(owner, scope, pattern, path);
      case "ObjectPattern":
        for (const each of list(pattern, "properties")) {
          const key = each.type === "Property" && get(each, "computed") !== true ? child(each, "key") : null;
          const name = key === null ? null : get(key, key.type === "Literal" ? "value" : "name");
          const way = path === null || typeof name !== "string" ? null : [...path, name];
          this.#addPattern(owner, scope, child(each, "value") ?? child(each, "argument"), way);
        }
        return;
      case "ArrayPattern":
        for (const each of list(pattern, "elements")) this.#addPattern(owner, scope, each, null);
        return;
      case "AssignmentPattern":
        return this.#addPattern(owner, scope, child(pattern, "left"), path);
      case "RestElement":
        return this.#addPattern(owner, scope, child(pattern, "argument"), null);
      case "TSParameterProperty":
        return this.#addPattern(owner, scope, child(pattern, "parameter"), path);
    }
  }
}

/** Where a `var` ends up. */
const homeOf = (scope: Scope): Scope => (scope.holdsVars || scope.up === null ? scope : homeOf(scope.up));

const known = new WeakMap<Node, Names>();

/** The names of a file, worked out once. */
export function namesIn(program: Node): Names {
  const found = known.get(program) ?? new Names(program);
  known.set(program, found);
  return found;
}
