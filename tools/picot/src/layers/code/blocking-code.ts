import { parseDoc } from "../../read/doc.ts";
import { type Node, child, isFunction, list, nameOf, spanOf, walk } from "../ast.ts";
import type { SourceFile } from "../rule.ts";
import { type Binding, namesIn } from "./names.ts";

/** What of a module runs in threads of the pool: what is tagged `@blocking`, and what this uses of the module. */
export interface BlockingCode {
  /** The names that bear the tag. */
  readonly tagged: ReadonlySet<string>;
  /** Each piece of it, with the tagged name that leads there. */
  readonly pieces: ReadonlyMap<Node, string>;
}

const known = new WeakMap<Node, BlockingCode>();

export function blockingCodeIn(file: SourceFile): BlockingCode {
  const found = known.get(file.program) ?? look(file);
  known.set(file.program, found);
  return found;
}

function look(file: SourceFile): BlockingCode {
  const names = namesIn(file.program);
  const tagged = new Map<string, Node>();
  for (const statement of list(file.program, "body")) {
    const node = statement.type.startsWith("Export") ? child(statement, "declaration") : statement;
    const isOne = node !== null && (isFunction(node) || /^(?:ClassDeclaration|TSDeclareFunction)$/.test(node.type));
    if (!isOne || !isTagged(file.text, statement)) continue;
    const name = nameOf(child(node, "id"));
    // Of an overloaded function any signature may bear the tag; the body is with the last.
    tagged.set(name ?? "default", (name === null ? undefined : names.top.get(name)?.node) ?? node);
  }
  const pieces = new Map<Node, string>();
  const add = (node: Node, name: string): void => {
    if (pieces.has(node)) return;
    pieces.set(node, name);
    for (const { binding } of usesIn(node, file)) {
      const code = codeOf(binding);
      if (binding.isTop && code !== null) add(code, name);
    }
  };
  for (const [name, node] of tagged) add(node, name);
  return { tagged: new Set(tagged.keys()), pieces };
}

/** The function or class that a name stands for. */
function codeOf({ kind, node }: Binding): Node | null {
  if (kind === "function" || kind === "class") return node;
  const init = kind === "const" && node.type === "VariableDeclarator" ? child(node, "init") : null;
  return init !== null && isFunction(init) ? init : null;
}

export interface TopUse {
  readonly binding: Binding;
  readonly use: Node;
}

/** What a piece of code uses of its module, in the order of the text. */
export function usesIn(code: Node, { program }: SourceFile): readonly TopUse[] {
  const names = namesIn(program);
  const found: TopUse[] = [];
  walk(code, (use) => {
    const binding = names.isUse(use) ? names.bindingOf(use) : null;
    if (binding?.isTop === true) found.push({ binding, use });
  });
  return found;
}

/** The doc comment before a declaration has the tag; other comments may stand in between. */
function isTagged(text: string, node: Node): boolean {
  let before = text.slice(0, spanOf(node).start).trimEnd();
  for (;;) {
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (before.endsWith("*/")) {
      const start = before.lastIndexOf("/*");
      const comment = before.slice(start);
      if (start === -1) return false;
      if (comment.startsWith("/**")) return parseDoc(comment).tags.some(({ name }) => name === "blocking");
      before = before.slice(0, start).trimEnd();
    } else if (/^\s*\/\//.test(line)) before = before.slice(0, before.length - line.length).trimEnd();
    else return false;
  }
}
