import { type Node, child, get, isFunction, list, stringOf } from "../ast.ts";
import type { Binding, Names } from "./names.ts";
import { originOf } from "./origin.ts";

/**
 * When code runs: while its module is loaded, later, or in a place of its own where it may block: a function that is marked
 * `synchronous()`, which no reactor runs, or one for the end of the process, where nothing else works.
 */
export type When = "load" | "later" | "apart";

export function whenOf(node: Node, names: Names, seen: ReadonlySet<Binding> = new Set()): When {
  let found: When = "load";
  for (const each of names.above(node)) {
    if (isApart(each, names)) return "apart";
    if (found === "load" && startsLater(each, names, seen)) found = "later";
  }
  return found;
}

function startsLater(node: Node, names: Names, seen: ReadonlySet<Binding>): boolean {
  // A field of an object gets its value whenever one is made.
  if (node.type === "PropertyDefinition" || node.type === "AccessorProperty") return get(node, "static") !== true;
  if (!isFunction(node)) return false;
  const parent = names.parentOf(node);
  if (parent?.type === "CallExpression" && child(parent, "callee") === node) return false;
  const binding = nameOfFunction(node, names);
  return binding === null || !runsAtLoad(binding, names, seen);
}

/** A function of the module's own that nothing but the module's load calls. */
function runsAtLoad(binding: Binding, names: Names, seen: ReadonlySet<Binding>): boolean {
  if (seen.has(binding)) return true;
  const uses = names.usesOf(binding);
  if (!binding.isTop || uses.length === 0 || isExported(binding, names)) return false;
  const more = new Set([...seen, binding]);
  return uses.every((use) => {
    const parent = names.parentOf(use);
    const isCall = parent?.type === "CallExpression" && child(parent, "callee") === use;
    return isCall && whenOf(use, names, more) === "load";
  });
}

/** By its own declaration; `export { a }` is a use. */
export function isExported({ node, kind }: Binding, names: Names): boolean {
  if (kind === "import") return false;
  const statement = node.type === "VariableDeclarator" ? names.parentOf(node) : node;
  const parent = statement === null ? null : names.parentOf(statement);
  return parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration";
}

/** The name that a function is called by: its own, or that of the constant that holds it. */
function nameOfFunction(node: Node, names: Names): Binding | null {
  const parent = names.parentOf(node);
  const isHeld = parent?.type === "VariableDeclarator" && child(parent, "init") === node;
  const id = node.type === "FunctionDeclaration" ? child(node, "id") : isHeld ? child(parent, "id") : null;
  const binding = id === null ? null : names.bindingOf(id);
  return binding?.kind === "let" || binding?.kind === "var" ? null : binding;
}

const listens = new Set(["on", "once", "addListener", "prependListener"]);
const ends = new Set(["exit", "uncaughtException", "uncaughtExceptionMonitor"]);

function isApart(node: Node, names: Names): boolean {
  if (!isFunction(node)) return false;
  const parent = names.parentOf(node);
  if (parent?.type === "MethodDefinition") {
    return list(parent, "decorators").some((each) => isSynchronous(child(each, "expression"), names));
  }
  if (parent?.type !== "CallExpression" || !list(parent, "arguments").includes(node)) return false;
  const callee = child(parent, "callee");
  if (isSynchronous(callee, names)) return true;
  const from = originOf(callee, names);
  const [owner, verb = ""] = from?.module === null ? from.path : [];
  return owner === "process" && listens.has(verb) && ends.has(stringOf(list(parent, "arguments")[0] ?? null) ?? "");
}

function isSynchronous(expression: Node | null, names: Names): boolean {
  const from = originOf(expression, names);
  return from?.module === "@picot/runtime" && from.path[0] === "synchronous";
}
