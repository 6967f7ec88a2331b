import { type Node, bare, child, list, nameOf, propertyOf } from "../ast.ts";
import type { Binding, Names } from "./names.ts";

/**
 * The imported class that an object is of, as far as the file says so: what was made by `new` and kept in a variable or field, or is
 * declared with the class as its type. Null for all others.
 */
export function classOf(object: Node | null, names: Names): Binding | null {
  const node = bare(object);
  if (node?.type === "Identifier") {
    const binding = names.bindingOf(node);
    if (binding === null || binding.kind === "import") return null;
    const made =
      binding.node.type === "VariableDeclarator" && binding.path?.length === 0 ? child(binding.node, "init") : null;
    return typeOf(binding.id, names) ?? madeOf(made, names);
  }
  if (node?.type === "NewExpression") return madeOf(node, names);
  if (node?.type !== "MemberExpression" || child(node, "object")?.type !== "ThisExpression") return null;
  const field = propertyOf(node);
  const owner = [...names.above(node)].find(({ type }) => type === "ClassBody");
  if (field === null || owner === undefined) return null;
  for (const member of list(owner, "body")) {
    const isField = member.type === "PropertyDefinition" && nameOf(child(member, "key")) === field;
    if (isField) return typeOf(member, names) ?? madeOf(child(member, "value"), names) ?? givenTo(owner, field, names);
    const found = parameterOf(member, field, names);
    if (found !== null) return found;
  }
  return null;
}

/** `constructor(private readonly config: Config)` */
function parameterOf(member: Node, field: string, names: Names): Binding | null {
  for (const each of list(child(member, "value") ?? member, "params")) {
    const own = each.type === "TSParameterProperty" ? child(each, "parameter") : null;
    const pattern = own?.type === "AssignmentPattern" ? child(own, "left") : own;
    if (pattern !== null && nameOf(pattern) === field) return typeOf(pattern, names);
  }
  return null;
}

/** `this.#config = new Config()`, somewhere in the class. */
function givenTo(owner: Node, field: string, names: Names): Binding | null {
  for (const node of names.nodes()) {
    if (node.type !== "AssignmentExpression") continue;
    const left = child(node, "left");
    const isIt =
      left?.type === "MemberExpression" &&
      child(left, "object")?.type === "ThisExpression" &&
      propertyOf(left) === field;
    if (isIt && [...names.above(node)].includes(owner)) return madeOf(child(node, "right"), names);
  }
  return null;
}

function madeOf(value: Node | null, names: Names): Binding | null {
  const made = bare(value);
  const callee = made?.type === "NewExpression" ? bare(child(made, "callee")) : null;
  const binding = callee?.type === "Identifier" ? names.bindingOf(callee) : null;
  return binding?.kind === "import" ? binding : null;
}

/** By its type annotation: `Config`, and nothing besides. */
function typeOf(node: Node, names: Names): Binding | null {
  const annotation = child(node, "typeAnnotation");
  const type = annotation === null ? null : child(annotation, "typeAnnotation");
  const name = type?.type === "TSTypeReference" ? nameOf(child(type, "typeName")) : null;
  const binding = name === null ? undefined : names.top.get(name);
  return binding?.kind === "import" ? binding : null;
}
