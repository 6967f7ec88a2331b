import { isBuiltin } from "node:module";
import { type Node, bare, child, get, list, propertyOf, stringOf } from "../ast.ts";
import { idOf } from "../references.ts";
import type { Binding, Names } from "./names.ts";
import { isAssigned } from "./writes.ts";

/** What an expression stands for, as far as names tell. */
export interface Origin {
  /** The module that it comes from: `"node:fs"`, a package, a specifier of this file; null for a global. */
  readonly module: string | null;
  /** The names that lead to it from there, without `default`; none for the module itself, or for its default. */
  readonly path: readonly string[];
}

/**
 * Follows imports, `require()`, `import()`, parts taken out of them, and constants that hold any of it. Null for what is the
 * file's own, or cannot be told by names.
 */
export function originOf(expression: Node | null, names: Names): Origin | null {
  const node = bare(expression);
  if (node === null) return null;
  // Several rules ask the same of each call.
  let found = seen.get(node);
  if (found === undefined) {
    found = look(node, names, 8);
    seen.set(node, found);
  }
  return found;
}

const seen = new WeakMap<Node, Origin | null>();

/** `depth`: how many steps it may take yet. */
function look(expression: Node | null, names: Names, depth: number): Origin | null {
  const node = bare(expression);
  if (node === null || depth === 0) return null;
  switch (node.type) {
    case "Identifier": {
      const binding = names.bindingOf(node);
      if (binding === null) return origin(null, [String(get(node, "name"))]);
      return originOfBinding(binding, names, depth);
    }
    case "MemberExpression": {
      const name = propertyOf(node);
      const owner = name === null ? null : look(child(node, "object"), names, depth - 1);
      return owner === null || name === null ? null : origin(owner.module, [...owner.path, name]);
    }
    case "ImportExpression":
      return whole(child(node, "source"));
    case "CallExpression":
      return isLoader(child(node, "callee"), names, depth) ? whole(list(node, "arguments")[0] ?? null) : null;
    default:
      return null;
  }
}

function originOfBinding(binding: Binding, names: Names, depth: number): Origin | null {
  const { kind, node, path } = binding;
  if (kind === "import") return originOfImport(node, names);
  const init = node.type === "VariableDeclarator" ? child(node, "init") : null;
  if (init === null || path === null || isAssigned(binding, names)) return null;
  const from = look(init, names, depth - 1);
  return from === null ? null : origin(from.module, [...from.path, ...path]);
}

function originOfImport(node: Node, names: Names): Origin | null {
  if (node.type === "TSImportEqualsDeclaration") {
    const reference = child(node, "moduleReference");
    return reference?.type === "TSExternalModuleReference" ? whole(child(reference, "expression")) : null;
  }
  const statement = names.parentOf(node);
  const module = statement === null ? null : stringOf(child(statement, "source"));
  if (module === null) return null;
  const name = node.type === "ImportSpecifier" ? idOf(child(node, "imported")) : null;
  return origin(module, name === null ? [] : [name]);
}

/** `require`, one that `createRequire()` made, or `process.getBuiltinModule`. */
function isLoader(callee: Node | null, names: Names, depth: number): boolean {
  const binding = callee === null ? null : names.bindingOf(callee);
  const made = binding?.node.type === "VariableDeclarator" ? bare(child(binding.node, "init")) : null;
  if (made?.type === "CallExpression") {
    const maker = look(child(made, "callee"), names, depth - 1);
    return maker?.module === "node:module" && maker.path[0] === "createRequire";
  }
  const from = look(callee, names, depth - 1);
  if (from?.module !== null) return false;
  return ["require", "process.getBuiltinModule"].includes(from.path.join("."));
}

function whole(specifier: Node | null): Origin | null {
  const module = stringOf(specifier);
  return module === null ? null : origin(module, []);
}

/** In one form for all ways to write it: `node:` before Node's own modules, `process` as the global that it is as well. */
function origin(module: string | null, path: readonly string[]): Origin {
  const [first, ...rest] = path;
  if (module === null) return { module, path: first === "globalThis" || first === "global" ? rest : path };
  if (first === "default") return origin(module, rest);
  const name = isBuiltin(module) && !module.startsWith("node:") ? `node:${module}` : module;
  return name === "node:process" ? { module: null, path: ["process", ...path] } : { module: name, path };
}
