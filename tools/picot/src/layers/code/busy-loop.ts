import { type Node, child, children, isFunction, list } from "../ast.ts";
import type { Names } from "./names.ts";
import { originOf } from "./origin.ts";

const clocks = new Set([
  "Date.now",
  "performance.now",
  "process.hrtime",
  "process.hrtime.bigint",
  "process.uptime",
  "node:perf_hooks performance.now",
]);

/**
 * A loop that does nothing but look at a clock until time is up: the name of the clock, or null. A loop that works, and looks at
 * the clock so as to end in time, is none; nor is one that awaits.
 */
export function busyLoop(node: Node, names: Names): string | null {
  if (!["WhileStatement", "DoWhileStatement", "ForStatement"].includes(node.type)) return null;
  const [test, update, body] = [child(node, "test"), child(node, "update"), child(node, "body")];
  const conditions = [test, ...exitsOf(body)];
  const clock = conditions.map((each) => (each === null ? null : clockIn(each, names))).find((each) => each !== null);
  if (clock === undefined || clock === null) return null;
  const parts = [test, update, body].filter((each) => each !== null);
  return parts.some((each) => doesSomething(each, names)) ? null : clock;
}

/** What decides about a `break` or `return` straight in the loop. */
function exitsOf(body: Node | null): readonly (Node | null)[] {
  const statements = body?.type === "BlockStatement" ? list(body, "body") : body === null ? [] : [body];
  return statements.flatMap((each) => {
    if (each.type !== "IfStatement") return [];
    const then = child(each, "consequent");
    const first = then?.type === "BlockStatement" ? list(then, "body").at(-1) : then;
    return first?.type === "BreakStatement" || first?.type === "ReturnStatement" ? [child(each, "test")] : [];
  });
}

function clockIn(node: Node, names: Names): string | null {
  if (isFunction(node)) return null;
  return (
    clockOf(node, names) ??
    children(node)
      .map((each) => clockIn(each, names))
      .find((each) => each !== null) ??
    null
  );
}

/** `Date.now()`, `new Date()`, … */
function clockOf(node: Node, names: Names): string | null {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return null;
  const from = originOf(child(node, "callee"), names);
  if (from === null) return null;
  const name = from.path.join(".");
  if (from.module === null && name === "Date" && list(node, "arguments").length === 0) return "new Date()";
  return clocks.has(from.module === null ? name : `${from.module} ${name}`) ? `${name}()` : null;
}

const lets = new Set([
  "AwaitExpression",
  "YieldExpression",
  "TaggedTemplateExpression",
  "ImportExpression",
  "ForOfStatement",
]);

/** It calls something besides clocks and arithmetic, or lets others run. */
function doesSomething(node: Node, names: Names): boolean {
  if (lets.has(node.type)) return true;
  if (isFunction(node)) return false;
  const isCall = node.type === "CallExpression" || node.type === "NewExpression";
  if (isCall && clockOf(node, names) === null && !isIdle(node, names)) return true;
  return children(node).some((each) => doesSomething(each, names));
}

/** Arithmetic, a hint for the processor, and what is asked of a `new Date()`. */
function isIdle(node: Node, names: Names): boolean {
  const callee = child(node, "callee");
  const owner = callee?.type === "MemberExpression" ? child(callee, "object") : null;
  if (owner !== null && clockOf(owner, names) !== null) return true;
  const from = originOf(callee, names);
  if (from?.module !== null) return false;
  const [first = "", second] = from.path;
  return first === "Math" || first === "Number" || first === "BigInt" || (first === "Atomics" && second === "pause");
}
