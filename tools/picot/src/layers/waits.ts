import { type Node, child, get, propertyOf, walk } from "./ast.ts";

const chains = new Set(["then", "catch", "finally"]);

/** Whether a file waits for anything, by `await`, `yield*` or `then()`: it was written for promises, or for green tasks. */
export function waits(program: Node): boolean {
  let found = false;
  walk(program, (node) => {
    if (node.type === "AwaitExpression" || (node.type === "YieldExpression" && get(node, "delegate") === true))
      found = true;
    if (node.type === "ForOfStatement" && get(node, "await") === true) found = true;
    const callee = node.type === "CallExpression" ? child(node, "callee") : null;
    if (callee?.type === "MemberExpression" && chains.has(propertyOf(callee) ?? "")) found = true;
  });
  return found;
}
