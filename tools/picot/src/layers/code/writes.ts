import { type Node, child, get } from "../ast.ts";
import type { Binding, Names } from "./names.ts";

const assigns = new Set(["AssignmentExpression", "UpdateExpression", "ForOfStatement", "ForInStatement"]);
const patterns = new Set(["ArrayPattern", "ObjectPattern", "Property", "AssignmentPattern", "RestElement"]);

/** What gives an expression another value, be it a name or `a.b`: an assignment, `++`, the head of a loop; null for what reads it. */
export function writeOf(target: Node, names: Names): Node | null {
  let node = target;
  let parent = names.parentOf(node);
  while (parent !== null && patterns.has(parent.type) && !isRead(node, parent)) {
    node = parent;
    parent = names.parentOf(node);
  }
  if (parent === null || !assigns.has(parent.type)) return null;
  if (parent.type === "UpdateExpression") return parent;
  return child(parent, "left") === node ? parent : null;
}

/** In a pattern: a key, or what stands in for what is missing. */
function isRead(node: Node, parent: Node): boolean {
  if (parent.type === "AssignmentPattern") return child(parent, "left") !== node;
  return parent.type === "Property" && child(parent, "value") !== node;
}

/** It gets another value after the one that it was declared with. */
export function isAssigned(binding: Binding, names: Names): boolean {
  if (binding.kind === "const" || binding.kind === "import") return false;
  return names.usesOf(binding).some((use) => writeOf(use, names) !== null);
}

/** `delete a.b` */
export function isDeleted(member: Node, names: Names): boolean {
  const parent = names.parentOf(member);
  return parent?.type === "UnaryExpression" && get(parent, "operator") === "delete";
}
