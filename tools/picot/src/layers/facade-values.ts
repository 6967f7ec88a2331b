import { type Node, bare, child, get, list, nameOf, propertyOf, walk } from "./ast.ts";
import type { LayerProject } from "./project.ts";
import { namesOf, referencesOf } from "./references.ts";
import type { SourceFile } from "./rule.ts";

/** What in a file is known to be a facade, by its names alone: no type is worked out. */
export interface FacadeValues {
  /** Classes and functions of facades, as the file calls them. */
  readonly imported: ReadonlySet<string>;
  /** Variables and parameters that hold an object of one, … */
  readonly variables: ReadonlySet<string>;
  /** … and fields, `rates` or `#rates`. */
  readonly fields: ReadonlySet<string>;
}

export function facadeValues({ program, path }: SourceFile, project: LayerProject): FacadeValues {
  const references = referencesOf(program).filter(({ specifier }) => project.leadsToFacade(specifier, path));
  const names = references.flatMap(namesOf);
  const imported = new Set(names.filter(({ type }) => !type).map(({ local }) => local));
  const types = new Set(names.map(({ local }) => local));
  const variables = new Set<string>();
  const fields = new Set<string>();
  const add = (to: Set<string>, name: Node | null, value: Node | null): void => {
    const text = nameOf(name);
    const isOne = isTyped(name, types) || isMade(value, imported);
    if (text !== null && isOne) to.add(text);
  };
  if (types.size === 0) return { imported, variables, fields };
  walk(program, (node) => {
    if (node.type === "VariableDeclarator") add(variables, child(node, "id"), child(node, "init"));
    if (node.type === "PropertyDefinition" || node.type === "AccessorProperty") {
      if (isTyped(node, types)) add(fields, child(node, "key"), null);
      const key = nameOf(child(node, "key"));
      if (key !== null && (isTyped(node, types) || isMade(child(node, "value"), imported))) fields.add(key);
    }
    if (node.type === "AssignmentExpression") {
      const left = child(node, "left");
      if (left?.type === "MemberExpression" && isMade(child(node, "right"), imported)) {
        const name = propertyOf(left);
        if (name !== null) fields.add(name);
      } else add(variables, left, child(node, "right"));
    }
    for (const parameter of list(node, "params")) addParameter(parameter);
  });
  return { imported, variables, fields };

  function addParameter(parameter: Node): void {
    const own = parameter.type === "TSParameterProperty" ? child(parameter, "parameter") : parameter;
    const pattern = own?.type === "AssignmentPattern" ? child(own, "left") : own;
    add(variables, pattern, own?.type === "AssignmentPattern" ? child(own, "right") : null);
    // `constructor(private readonly rates: Rates)` is a field as well.
    if (parameter.type === "TSParameterProperty") add(fields, pattern, null);
  }
}

/** `new Rates(…)`, `Rates.provided(…)`: what a facade's class makes is one of its objects as a rule. */
function isMade(value: Node | null, imported: ReadonlySet<string>): boolean {
  const made = bare(value);
  if (made?.type !== "NewExpression" && made?.type !== "CallExpression") return false;
  const callee = bare(child(made, "callee"));
  const owner =
    made.type === "NewExpression" ? callee : callee?.type === "MemberExpression" ? child(callee, "object") : null;
  const name = owner?.type === "Identifier" ? nameOf(owner) : null;
  return name !== null && imported.has(name);
}

function isTyped(node: Node | null, types: ReadonlySet<string>): boolean {
  const annotation = node === null ? null : child(node, "typeAnnotation");
  const type = annotation?.type === "TSTypeAnnotation" ? child(annotation, "typeAnnotation") : annotation;
  return namesOne(type ?? null, types);
}

/** `Rates`, `Rates | null` */
function namesOne(type: Node | null, types: ReadonlySet<string>): boolean {
  if (type?.type === "TSUnionType") return list(type, "types").some((each) => namesOne(each, types));
  const name = type?.type === "TSTypeReference" ? nameOf(child(type, "typeName")) : null;
  return name !== null && types.has(name);
}

/** What a call, a `new` or a look at a property asks of a facade, as a message names it; null where it asks nothing. */
export function asked(
  node: Node,
  above: readonly Node[],
  { imported, variables, fields }: FacadeValues,
): string | null {
  if (node.type === "NewExpression" || node.type === "CallExpression") {
    const callee = bare(child(node, "callee"));
    const name = callee?.type === "Identifier" ? nameOf(callee) : null;
    if (name !== null && imported.has(name)) return node.type === "NewExpression" ? `new ${name}` : name;
    if (callee?.type !== "MemberExpression" || node.type === "NewExpression") return null;
    const owner = nameOf(bare(child(callee, "object")));
    return owner !== null && imported.has(owner) ? `${owner}.${propertyOf(callee) ?? "…"}` : null;
  }
  if (node.type !== "MemberExpression") return null;
  // To write an accessor blocks too, and so does to read one; what is called is a member as well.
  const owner = bare(child(node, "object"));
  const isVariable = owner?.type === "Identifier" && variables.has(nameOf(owner) ?? "");
  const isField =
    owner?.type === "MemberExpression" &&
    child(owner, "object")?.type === "ThisExpression" &&
    fields.has(propertyOf(owner) ?? "");
  if (!isVariable && !isField) return null;
  const parent = above.at(-1);
  const isTypeof = parent?.type === "UnaryExpression" && get(parent, "operator") === "typeof";
  return isTypeof ? null : `${propertyOf(owner ?? node) ?? nameOf(owner) ?? "…"}.${propertyOf(node) ?? "…"}`;
}
