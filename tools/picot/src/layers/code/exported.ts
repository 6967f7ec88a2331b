import { type Node, child, get, list, nameOf, stringOf } from "../ast.ts";
import type { LayerProject } from "../project.ts";
import { idOf } from "../references.ts";
import type { SourceFile } from "../rule.ts";
import { type Binding, namesIn } from "./names.ts";

/** Something that a module of the project exports, where it is declared. */
export interface Exported {
  readonly file: SourceFile;
  /** Null for what has no name: a default export. */
  readonly binding: Binding | null;
  /** A function, a class, or what a constant is made of. */
  readonly node: Node;
}

/** Finds it through modules that only pass it on, up to `hops` of them. Null where the module, or the name, is not of this project. */
export function exported(
  specifier: string,
  name: string,
  { path }: SourceFile,
  project: LayerProject,
  hops = 4,
): Exported | null {
  const target = hops === 0 ? null : project.resolve(specifier, path);
  const file = target === null || target === path ? null : project.parsed(target);
  if (file === null) return null;
  const through: string[] = [];
  for (const statement of list(file.program, "body")) {
    const source = stringOf(child(statement, "source"));
    if (statement.type === "ExportAllDeclaration") {
      if (source !== null && child(statement, "exported") === null) through.push(source);
      continue;
    }
    if (statement.type === "ExportDefaultDeclaration" && name === "default") {
      return declared(child(statement, "declaration"), file, project, hops);
    }
    if (statement.type !== "ExportNamedDeclaration" || get(statement, "exportKind") === "type") continue;
    for (const each of list(statement, "specifiers")) {
      if (idOf(child(each, "exported")) !== name) continue;
      const local = child(each, "local");
      return source === null
        ? declared(local, file, project, hops)
        : exported(source, idOf(local) ?? "", file, project, hops - 1);
    }
    const own = child(statement, "declaration");
    if (own === null) continue;
    const ids = own.type === "VariableDeclaration" ? list(own, "declarations") : [own];
    const id = ids.map((each) => child(each, "id")).find((each) => nameOf(each) === name);
    if (id !== undefined) return declared(id, file, project, hops);
  }
  for (const source of name === "default" ? [] : through) {
    const found = exported(source, name, file, project, hops - 1);
    if (found !== null) return found;
  }
  return null;
}

/** What a name in a file, or an expression, is. */
function declared(node: Node | null, file: SourceFile, project: LayerProject, hops: number): Exported | null {
  if (node === null) return null;
  if (node.type !== "Identifier") {
    const id = child(node, "id");
    return { file, binding: id === null ? null : namesIn(file.program).bindingOf(id), node };
  }
  const binding = namesIn(file.program).bindingOf(node) ?? namesIn(file.program).top.get(nameOf(node) ?? "") ?? null;
  if (binding === null) return null;
  if (binding.kind === "import") return passedOn(binding, file, project, hops);
  const init = binding.node.type === "VariableDeclarator" ? child(binding.node, "init") : binding.node;
  return init === null ? { file, binding, node: binding.node } : { file, binding, node: init };
}

/** What an imported name is, in the module that declares it. */
export function passedOn(binding: Binding, file: SourceFile, project: LayerProject, hops = 4): Exported | null {
  const statement = namesIn(file.program).parentOf(binding.node);
  const source = statement === null ? null : stringOf(child(statement, "source"));
  if (source === null || binding.node.type === "ImportNamespaceSpecifier") return null;
  const imported = binding.node.type === "ImportSpecifier" ? idOf(child(binding.node, "imported")) : "default";
  return exported(source, imported ?? "default", file, project, hops - 1);
}
