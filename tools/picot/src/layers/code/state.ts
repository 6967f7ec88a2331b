import { type Node, bare, child, get, list, propertyOf } from "../ast.ts";
import type { Binding, Names } from "./names.ts";
import { originOf } from "./origin.ts";
import { whenOf } from "./when.ts";
import { isDeleted, writeOf } from "./writes.ts";

const mutators = new Set("add,clear,copyWithin,delete,fill,pop,push,reverse,set,shift,sort,splice,unshift".split(","));

/** Made anew for each use, or only about objects of the thread itself: a copy for each thread is what one wants. */
const ownToThread =
  /^(?:Weak(?:Map|Set|Ref)|(?:Shared)?ArrayBuffer|DataView|(?:Big)?(?:Uint|Int|Float)\d+(?:Clamped)?Array)$/;

/**
 * Where a variable of a module changes once the module is loaded: another value, another property, another member of the
 * collection that it is. Null for constants, and for what is only filled in when it is first needed.
 */
export function changeOf(binding: Binding, names: Names, given: Node | null = initOf(binding)): Node | null {
  const init = bare(given);
  if (isOwnToThread(init, names)) return null;
  return names.usesOf(binding).find((use) => isChange(use, binding, init, names) && isLate(use, names)) ?? null;
}

/** What a variable is declared with. */
export function initOf({ node }: Binding): Node | null {
  return node.type === "VariableDeclarator" ? child(node, "init") : null;
}

const isLate = (use: Node, names: Names): boolean => whenOf(use, names) !== "load";

function isChange(use: Node, { kind, isTop }: Binding, init: Node | null, names: Names): boolean {
  if (!isTop || kind === "function" || kind === "other") return false;
  const write = writeOf(use, names);
  if (write !== null) return !isFirst(write, use, names);
  if (isGiven(use, names)) return true;
  let owner = use;
  let parent = names.parentOf(owner);
  while (
    parent !== null &&
    (isWrap(parent) || (parent.type === "MemberExpression" && child(parent, "object") === owner))
  ) {
    owner = parent;
    parent = names.parentOf(owner);
    if (owner.type !== "MemberExpression") continue;
    const change = writeOf(owner, names);
    if (change !== null ? !isFilling(change) : isDeleted(owner, names)) return true;
    const isCall = parent?.type === "CallExpression" && child(parent, "callee") === owner;
    if (isCall && isCollection(init, names) && mutators.has(propertyOf(owner) ?? "")) return true;
  }
  return false;
}

const isWrap = ({ type }: Node): boolean =>
  type === "TSNonNullExpression" || type === "TSAsExpression" || type === "ChainExpression";

/** `a ??= make()`, `a ||= make()` */
const isFilling = (write: Node): boolean => ["??=", "||="].includes(String(get(write, "operator")));

/** Filled in when it is first needed, `if (!a) a = make()` among others: each thread makes its own, which is the same. */
function isFirst(write: Node, use: Node, names: Names): boolean {
  if (isFilling(write)) return true;
  if (get(write, "operator") !== "=") return false;
  const guard = [...names.above(write)].find(({ type }) => type === "IfStatement");
  const test = guard === undefined ? null : child(guard, "test");
  const name = get(use, "name");
  const isIt = (node: Node | null): boolean => node?.type === "Identifier" && get(node, "name") === name;
  if (test?.type === "UnaryExpression") return get(test, "operator") === "!" && isIt(child(test, "argument"));
  if (test?.type !== "BinaryExpression" || !["===", "=="].includes(String(get(test, "operator")))) return false;
  const sides = [child(test, "left"), child(test, "right")];
  const isNothing = (node: Node | null): boolean =>
    (node?.type === "Identifier" && get(node, "name") === "undefined") ||
    (node?.type === "Literal" && get(node, "value") === null);
  return sides.some(isIt) && sides.some(isNothing);
}

/** `Object.assign(a, …)` and the like. */
function isGiven(use: Node, names: Names): boolean {
  const call = names.parentOf(use);
  if (call?.type !== "CallExpression" || list(call, "arguments")[0] !== use) return false;
  const from = originOf(child(call, "callee"), names);
  const verbs = ["assign", "defineProperty", "defineProperties", "setPrototypeOf"];
  return from?.module === null && from.path[0] === "Object" && verbs.includes(from.path[1] ?? "");
}

function isCollection(init: Node | null, names: Names): boolean {
  if (init?.type === "ArrayExpression" || init?.type === "ObjectExpression") return true;
  if (init?.type !== "NewExpression" && init?.type !== "CallExpression") return false;
  const from = originOf(child(init, "callee"), names);
  if (from?.module !== null) return false;
  return ["Map", "Set", "Array", "URLSearchParams", "Array.from", "Array.of", "Object.create"].includes(
    from.path.join("."),
  );
}

function isOwnToThread(init: Node | null, names: Names): boolean {
  if (init?.type !== "NewExpression") return false;
  const from = originOf(child(init, "callee"), names);
  return from?.module === null && ownToThread.test(from.path.join("."));
}
