import { type Node, child, get, list, stringOf } from "../ast.ts";
import { type Names, namesIn } from "./names.ts";
import { type Origin, originOf } from "./origin.ts";
import { isDeleted, writeOf } from "./writes.ts";

/** Something done to the process as a whole, by a thread that is only a part of it. */
export interface ProcessCall {
  readonly node: Node;
  /** As a message says it: `calls process.chdir()`. */
  readonly does: string;
  /** What comes of it: `which throws in a worker …` */
  readonly which: string;
  /** `throws`: Node refuses it in a worker; `copy`: it changes what this thread alone sees. */
  readonly effect: "throws" | "copy";
}

const refused = new Set(["abort", "chdir", "initgroups", "setegid", "seteuid", "setgid", "setgroups", "setuid"]);
const listens = new Set(["on", "once", "addListener", "prependListener", "prependOnceListener"]);

export function processCall(node: Node, program: Node): ProcessCall | null {
  const names = namesIn(program);
  if (node.type === "CallExpression") return ofCall(node, names);
  if (node.type !== "MemberExpression") return null;
  const isWritten = writeOf(node, names) !== null || isDeleted(node, names);
  const [owner, field] = isWritten ? ofProcess(originOf(node, names)) : [];
  if (owner !== "process" || (field !== "env" && field !== "title")) return null;
  return changes(node, field);
}

function ofCall(node: Node, names: Names): ProcessCall | null {
  const from = originOf(child(node, "callee"), names);
  const given = list(node, "arguments");
  if (from?.module !== null) return null;
  const [owner, verb = ""] = from.path;
  const [first] = given;
  if (owner === "Object" && verb === "assign") {
    const target = first === undefined ? [] : ofProcess(originOf(first, names));
    return target.join(".") === "process.env" ? changes(node, "env") : null;
  }
  if (owner !== "process" || from.path.length !== 2) return null;
  if (refused.has(verb) || (verb === "umask" && given.length > 0)) {
    const which = "which throws in a worker: the reactor is one by default, and threads of the pool are";
    return { node, does: `calls process.${verb}()`, which, effect: "throws" };
  }
  const event = listens.has(verb) ? stringOf(first ?? null) : null;
  if (event?.startsWith("SIG") !== true) return null;
  const which = "of which no worker hears: signals come to the main thread";
  return { node, does: `listens for ${event}`, which, effect: "copy" };
}

function changes(node: Node, field: "env" | "title"): ProcessCall {
  const which =
    field === "env"
      ? "of which each thread has a copy: neither the process nor another thread sees it"
      : "which does nothing in a worker";
  return { node, does: `changes process.${field}`, which, effect: "copy" };
}

const ofProcess = (from: Origin | null): readonly string[] => (from?.module === null ? from.path : []);

/** It is done only where a test of the program's own says that this is the main thread. */
export function isForMainThread(node: Node, program: Node): boolean {
  const names = namesIn(program);
  const isTest = (test: Node | null): boolean => {
    const from = originOf(test, names);
    if (from?.module === "node:worker_threads" && from.path[0] === "isMainThread") return true;
    return (
      test?.type === "LogicalExpression" &&
      get(test, "operator") === "&&" &&
      [child(test, "left"), child(test, "right")].some(isTest)
    );
  };
  let inner = node;
  for (const each of names.above(node)) {
    const isThen = child(each, each.type === "LogicalExpression" ? "right" : "consequent") === inner;
    if (isThen && isTest(child(each, each.type === "LogicalExpression" ? "left" : "test"))) return true;
    inner = each;
  }
  return false;
}
