import { type Node, bare, child, get, isFunction, list, nameOf, propertyOf, spanOf, walk } from "../ast.ts";
import type { LayerProject } from "../project.ts";
import type { SourceFile } from "../rule.ts";
import { exported, passedOn } from "./exported.ts";
import { namesIn } from "./names.ts";
import { originOf } from "./origin.ts";
import { classOf } from "./receiver.ts";

/** A function of the project's own that a call in another file runs. */
export interface Called {
  readonly file: SourceFile;
  /** The function, or the class whose constructor and fields run. */
  readonly node: Node;
  /** As the caller calls it: `config.load()`, `new Config()`. */
  readonly name: string;
}

/**
 * What a call or a `new` runs, if it is a function of another file of the project: imported by its name or as part of a module or
 * class, or a method of an object whose class this file names. Of others nobody knows, since no types are worked out.
 */
export function calledBy(node: Node, file: SourceFile, project: LayerProject): Called | null {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return null;
  const from = originOf(child(node, "callee"), namesIn(file.program));
  if (from === null) return methodCalled(node, file, project);
  if (from.module === null || from.module.startsWith("node:")) return null;
  const target = project.resolve(from.module, file.path);
  if (target === null || isExamined(target, project)) return null;
  const [first, ...rest] = from.path;
  const byName = first === undefined ? null : exported(from.module, first, file, project);
  const found = byName ?? exported(from.module, "default", file, project);
  if (found === null || isExamined(found.file.path, project)) return null;
  const way = byName === null ? from.path : rest;
  const body = bodyOf(found.node, way, node.type === "NewExpression");
  return body === null ? null : { file: found.file, node: body, name: titleOf(node, file) };
}

/** A method of an object of a class in another file. */
function methodCalled(call: Node, file: SourceFile, project: LayerProject): Called | null {
  const callee = bare(child(call, "callee"));
  const name = callee?.type === "MemberExpression" ? propertyOf(callee) : null;
  const made = name === null || callee === null ? null : classOf(child(callee, "object"), namesIn(file.program));
  const found = made === null ? null : passedOn(made, file, project);
  if (found === null || name === null || isExamined(found.file.path, project)) return null;
  const body = child(found.node, "body");
  const member = body?.type === "ClassBody" ? memberOf(list(body, "body"), name, false) : null;
  return member === null ? null : { file: found.file, node: member, name: titleOf(call, file) };
}

/** A call without what it passes on, as the author wrote it: `fs.readFileSync()`. */
export function titleOf(call: Node, { text }: SourceFile): string {
  const { start, end } = spanOf(child(call, "callee") ?? child(call, "tag") ?? call);
  return `${call.type === "NewExpression" ? "new " : ""}${text.slice(start, end).replace(/\s+/g, " ")}()`;
}

/** Such a file is held to rules of its own. */
function isExamined(path: string, project: LayerProject): boolean {
  const { generatedFrom, blocking } = project.kindOf(path);
  return generatedFrom !== null || blocking || project.layerOf(path) === "reactor";
}

function bodyOf(node: Node, way: readonly string[], isNew: boolean): Node | null {
  const isClass = node.type === "ClassDeclaration" || node.type === "ClassExpression";
  const [name, ...rest] = way;
  if (name === undefined) return isClass === isNew && (isClass || isFunction(node)) ? node : null;
  if (rest.length > 0 || isNew) return null;
  const body = isClass ? child(node, "body") : node;
  return body === null ? null : memberOf(list(body, isClass ? "body" : "properties"), name, isClass);
}

/** A function among the members of a class, or the properties of an object. */
function memberOf(members: readonly Node[], name: string, isStatic: boolean): Node | null {
  const member = members.find(
    (each) => nameOf(child(each, "key")) === name && (get(each, "static") === true) === isStatic,
  );
  const value = member === undefined ? null : child(member, "value");
  return value !== null && isFunction(value) ? value : null;
}

/** The first thing that a test finds in what runs when a function is called, or an object is made. */
export function firstIn<T>({ node }: Called, test: (node: Node, above: readonly Node[]) => T | null): T | null {
  let found: T | null = null;
  const isClass = node.type === "ClassDeclaration" || node.type === "ClassExpression";
  walk(node, (each, above) => {
    if (found !== null || (isClass && !runsWithNew(each, above))) return;
    found = test(each, above);
  });
  return found;
}

/** Of a class: its constructor and the values of its fields. */
function runsWithNew(node: Node, above: readonly Node[]): boolean {
  const member = [...above, node].find(({ type }) => type === "MethodDefinition" || type === "PropertyDefinition");
  if (member === undefined || get(member, "static") === true) return false;
  return member.type === "PropertyDefinition" || get(member, "kind") === "constructor";
}
