import { type Node, bare, child, isFunction, nameOf, propertyOf, walk } from "./ast.ts";
import { asked, facadeValues } from "./facade-values.ts";
import { handoffNames } from "./handoff-names.ts";
import type { LayerRule } from "./rule.ts";

/** A wrapper holds one call and nothing else: what straddles two threads is the part that is hard to test. */
export const thickWrapper: LayerRule = (file, project) => {
  if (!project.roleOf(file).isWrapper) return [];
  const values = facadeValues(file, project);
  const handsOff = handoffCalls(file.program);
  return bodiesIn(file.program).flatMap(({ name, body, node }) => {
    let calls = 0;
    let statements = 0;
    walk(body, (each, above) => {
      if (/(?:Statement|Declaration)$/.test(each.type) && each.type !== "BlockStatement") statements++;
      if (handsOff(each) || asked(each, above, values) !== null) calls++;
    });
    if (calls === 0 || statements <= 1) return [];
    const sentence = `${name} holds ${statements} statements around its call to the reactor; a wrapper holds the call alone.`;
    const wayOut = "Move the rest into the async class, which can be tested without threads, or to the caller.";
    return [{ code: "thick-wrapper", node, sentence, wayOut, edits: null }];
  });
};

interface Body {
  readonly name: string;
  readonly body: Node;
  /** Where a problem is shown: the name. */
  readonly node: Node;
}

/** The outermost functions: methods, and what stands beside classes. */
function bodiesIn(program: Node): readonly Body[] {
  const found: Body[] = [];
  walk(program, (node, above) => {
    const body = isFunction(node) ? child(node, "body") : null;
    if (body === null || above.some(isFunction)) return;
    const parent = above.at(-1);
    const owner = above.findLast(({ type }) => type === "ClassDeclaration" || type === "ClassExpression");
    const label = labelOf(node, parent);
    const title = [owner === undefined ? null : nameOf(child(owner, "id")), nameOf(label)].filter(
      (part) => part !== null,
    );
    found.push({ name: title.length === 0 ? "This function" : title.join("."), body, node: label ?? node });
  });
  return found;
}

function labelOf(node: Node, parent: Node | undefined): Node | null {
  if (parent === undefined) return child(node, "id");
  return child(node, "id") ?? child(parent, parent.type === "VariableDeclarator" ? "id" : "key");
}

/** Says whether a node hands something over: a word of the runtime, what such a word has made, or a wait for it. */
function handoffCalls(program: Node): (node: Node) => boolean {
  const words = new Set(handoffNames(program).flatMap(({ local }) => local ?? []));
  const isOne = (node: Node | null): boolean => node?.type === "Identifier" && words.has(nameOf(node) ?? "");
  walk(program, (node) => {
    const init = node.type === "VariableDeclarator" ? bare(child(node, "init")) : null;
    const name = nameOf(child(node, "id"));
    // `const download = runInReactor(…)`
    if (name !== null && init?.type === "CallExpression" && isOne(child(init, "callee"))) words.add(name);
  });
  return (node) => {
    if (node.type !== "CallExpression") return false;
    const callee = bare(child(node, "callee"));
    return isOne(callee) || (callee?.type === "MemberExpression" && propertyOf(callee) === "wait");
  };
}
