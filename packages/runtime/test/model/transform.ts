/**
 * Makes a source of the hand-off steppable: every function that reaches shared memory becomes a generator, which stops before
 * each access. A mechanical rewriting by TypeScript's own compiler; nothing of what the sources do is written down here.
 */
import ts from "typescript5";

/** Calls that are routed through the machine although no source of ours colours them: it sees plain bytes in them. */
const WATCHED = new Set([
  "copyTo",
  "begin",
  "u32",
  "f64",
  "decodeReply",
  "decodeArguments",
  "decodeAsk",
  "decodeRegistration",
  "runInContext",
]);
/** What the machine itself gives as generators. */
const GIVEN = ["ring", "post", "take", "check", "isCurrent"];

export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Knows, of all sources together, which of their functions reach shared memory. */
export class Transform {
  readonly #colours: Colours;
  readonly #done = new Map<string, string>();

  constructor(sources: readonly Source[]) {
    this.#colours = new Colours(sources.map(({ name, text }) => parse(name, text)));
  }

  /** CommonJS text of one of them, perhaps changed a little. */
  apply({ name, text }: Source): string {
    let done = this.#done.get(text);
    if (done === undefined) {
      const rewrite = (context: ts.TransformationContext) => (file: ts.SourceFile) =>
        new Rewriting(context, file, this.#colours).file();
      done = ts.transpileModule(text, {
        fileName: name,
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, removeComments: true },
        transformers: { before: [rewrite] },
      }).outputText;
      this.#done.set(text, done);
    }
    return done;
  }
}

const parse = (name: string, text: string): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);

type FunctionLike = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression;

const isFunctionLike = (node: ts.Node): node is FunctionLike =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node);
const isOtherScope = (node: ts.Node): boolean => ts.isConstructorDeclaration(node) || ts.isAccessor(node);

/** Names of functions that reach shared memory. By name only: too many are coloured rather than too few, and that does no harm. */
class Colours {
  readonly #names = new Set<string>(GIVEN);

  constructor(files: readonly ts.SourceFile[]) {
    for (let before = -1; before !== this.#names.size;) {
      before = this.#names.size;
      for (const file of files) this.#spread(file, topLevel(file));
    }
  }

  #spread(node: ts.Node, known: ReadonlySet<string>): void {
    if (isFunctionLike(node) && this.reaches(node, known)) {
      const name = nameOf(node);
      if (name !== undefined) this.#names.add(name);
    }
    ts.forEachChild(node, (child) => this.#spread(child, known));
  }

  /** Whether the function's own body, not that of one inside it, makes an access or calls what makes one. */
  reaches({ body }: FunctionLike, known: ReadonlySet<string>): boolean {
    const inside = (node: ts.Node): boolean =>
      !isFunctionLike(node) &&
      !isOtherScope(node) &&
      ((ts.isCallExpression(node) && (isAccess(node) || this.calls(node, known))) ||
        (ts.forEachChild(node, inside) ?? false));
    return body !== undefined && inside(body);
  }

  /** Whether what is called may be a generator. */
  calls(node: ts.CallExpression, known: ReadonlySet<string>): boolean {
    const name = calleeName(node);
    if (name === undefined) return false;
    // A function in a local variable or a parameter: who knows which.
    if (ts.isIdentifier(node.expression) && !known.has(name)) return true;
    return this.#names.has(name) || WATCHED.has(name);
  }
}

class Rewriting {
  readonly #context: ts.TransformationContext;
  readonly #file: ts.SourceFile;
  readonly #colours: Colours;
  readonly #known: ReadonlySet<string>;

  constructor(context: ts.TransformationContext, file: ts.SourceFile, colours: Colours) {
    this.#context = context;
    this.#file = file;
    this.#colours = colours;
    this.#known = topLevel(file);
  }

  file(): ts.SourceFile {
    return ts.visitNode(this.#file, (node) => this.#visit(node, false)) as ts.SourceFile; // a file stays a file
  }

  #visit(node: ts.Node, inGenerator: boolean): ts.Node {
    const into = (each: ts.Node, generator: boolean): ts.Node =>
      ts.visitEachChild(each, (child) => this.#visit(child, generator), this.#context);
    if (isFunctionLike(node)) {
      const coloured = this.#colours.reaches(node, this.#known);
      return coloured ? this.#generator(into(node, true) as FunctionLike) : into(node, false); // of the same kind
    }
    // What a constructor or an accessor does is done before threads share it.
    if (isOtherScope(node)) return into(node, false);
    if (!inGenerator || !ts.isCallExpression(node)) return into(node, inGenerator);
    if (!isAccess(node) && !this.#colours.calls(node, this.#known)) return into(node, inGenerator);
    return this.#call(into(node, true) as ts.CallExpression); // of the same kind
  }

  #generator(node: FunctionLike): ts.Node {
    const { factory } = this.#context;
    const star = factory.createToken(ts.SyntaxKind.AsteriskToken);
    const { parameters, modifiers } = node;
    if (ts.isFunctionDeclaration(node))
      return factory.updateFunctionDeclaration(
        node,
        modifiers,
        star,
        node.name,
        undefined,
        parameters,
        undefined,
        node.body,
      );
    if (ts.isMethodDeclaration(node))
      return factory.updateMethodDeclaration(
        node,
        modifiers,
        star,
        node.name,
        undefined,
        undefined,
        parameters,
        undefined,
        node.body,
      ); // prettier than its nine lines
    const body = ts.isBlock(node.body)
      ? node.body
      : factory.createBlock([factory.createReturnStatement(node.body)], true);
    const made = factory.createFunctionExpression(undefined, star, undefined, undefined, parameters, undefined, body);
    // An arrow's `this` is that of the place where it stands.
    const bind = factory.createPropertyAccessExpression(factory.createParenthesizedExpression(made), "bind");
    return factory.createCallExpression(bind, undefined, [factory.createThis()]);
  }

  #call(node: ts.CallExpression): ts.Expression {
    const { factory } = this.#context;
    const args = factory.createArrayLiteralExpression(node.arguments);
    const through = (name: string, given: readonly ts.Expression[]): ts.Expression => {
      const call = factory.createCallExpression(factory.createIdentifier(name), undefined, given);
      const all = factory.createYieldExpression(factory.createToken(ts.SyntaxKind.AsteriskToken), call);
      return factory.createParenthesizedExpression(all);
    };
    const callee = node.expression;
    if (isAccess(node)) return through("$atomic", [factory.createStringLiteral(calleeName(node)!), args]); // it has a name
    if (ts.isIdentifier(callee)) return through("$call", [factory.createVoidZero(), callee, args]);
    if (!ts.isPropertyAccessExpression(callee) || !isSimple(callee.expression) || node.questionDotToken !== undefined)
      throw new Error(`${this.#file.fileName}: the transform has no rule for ${callee.getText(this.#file)}()`);
    const on = callee.expression;
    const member = factory.createPropertyAccessExpression(on, callee.name);
    const call = through("$call", [on, member, args]);
    if (callee.questionDotToken === undefined) return call;
    const missing = factory.createBinaryExpression(on, ts.SyntaxKind.EqualsEqualsToken, factory.createNull());
    return factory.createParenthesizedExpression(
      factory.createConditionalExpression(missing, undefined, factory.createVoidZero(), undefined, call),
    );
  }
}

const isAccess = ({ expression: callee }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === "Atomics";

function calleeName({ expression: callee }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

/** May be written twice: to read it has no effect. */
function isSimple(node: ts.Expression): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isIdentifier(node)) return true;
  return (ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node)) && isSimple(node.expression);
}

/** Of a function, or of the field or constant that holds it. */
function nameOf(node: FunctionLike): string | undefined {
  const named = node.name === undefined ? node.parent : node;
  const isHolder = named === node || ts.isPropertyDeclaration(named) || ts.isVariableDeclaration(named);
  const name = isHolder ? (named as { name?: ts.Node }).name : undefined; // each of the three may have one
  return name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : undefined;
}

/** Names that mean the same in the whole file, and those of the language. */
function topLevel(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(Object.getOwnPropertyNames(globalThis));
  for (const each of file.statements) {
    if (ts.isFunctionDeclaration(each) || ts.isClassDeclaration(each)) names.add(each.name?.text ?? "");
    if (ts.isVariableStatement(each))
      for (const { name } of each.declarationList.declarations) if (ts.isIdentifier(name)) names.add(name.text);
    const bindings = ts.isImportDeclaration(each) ? each.importClause?.namedBindings : undefined;
    if (bindings !== undefined && ts.isNamedImports(bindings))
      for (const { name } of bindings.elements) names.add(name.text);
  }
  return names;
}
