import { ts } from "../../compiler.cjs";
import type { Doc, Tags, ThrownClass } from "../model.ts";
import { parseTimeout } from "../timeout.ts";
import { type Context, docOf, exportsOf, modelPath, placeAt, resolveAlias } from "./context.ts";
import { importOf } from "./names.ts";
import { calledSamples } from "./samples.ts";
import { doubt } from "./sparse.ts";

export interface Documented {
  readonly doc: Doc | null;
  readonly tags: Tags;
}

/** Doc and tags of a declaration; the tags of an overloaded member may stand on any of its signatures. */
export function readTags(context: Context, ...nodes: readonly ts.Node[]): Documented {
  const timeouts: Tags["timeouts"][number][] = [];
  const throws: ThrownClass[] = [];
  let reactorOnly: Tags["reactorOnly"] = null;
  let byHand = false;
  let transfer: Tags["transfer"] = null;
  let copy: Tags["copy"] = null;
  let prefetch: Tags["prefetch"] = null;
  let callback: Tags["callback"] = null;
  let reactor: Tags["reactor"] = null;
  let blocking: Tags["blocking"] = null;
  for (const node of nodes) {
    const found = docOf(node);
    if (found === null) continue;
    for (const { name, value, offset } of found.parsed.tags) {
      const place = placeAt(context, found.start + offset);
      if (name === "timeout") timeouts.push({ text: value, place, timeout: parseTimeout(value) });
      else if (name === "reactorOnly" || name === "threadOnly") reactorOnly ??= place;
      else if (name === "byHand") {
        reactorOnly ??= place;
        byHand = true;
      } else if (name === "transfer") transfer ??= { text: value, place };
      else if (name === "copy") copy ??= { text: value, place };
      else if (name === "prefetch") prefetch ??= { text: value, place };
      else if (name === "callback") callback ??= { text: value, place };
      else if (name === "reactor") reactor ??= { name: value, place };
      else if (name === "blocking") blocking ??= { text: value, place };
      else if (name === "throws") {
        const error = thrownClass(context, value);
        if (error !== null) throws.push({ name: value, place, origin: error });
      }
    }
  }
  const [first] = nodes;
  return {
    doc: first === undefined ? null : readDoc(context, first),
    tags: { timeouts, throws, reactorOnly, byHand, transfer, copy, prefetch, callback, reactor, blocking },
  };
}

/** The author's words, with samples as they are written for a facade, or for a green twin. */
export function readDoc(context: Context, node: ts.Node): Doc | null {
  const doc = docOf(node)?.parsed.doc ?? null;
  return doc === null ? null : calledSamples(doc, context.blocking, context.its);
}

/** The class behind `@throws {Name}`; null where it is a global, or no class at all: then the tag is documentation only. */
function thrownClass(context: Context, name: string): ThrownClass["origin"] | null {
  const { checker, source } = context;
  for (const statement of source.statements) {
    if (ts.isClassDeclaration(statement) && statement.name?.text === name) return "local";
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) continue;
    const node = importedAs(statement.importClause, name);
    const symbol = node?.name && checker.getSymbolAtLocation(node.name);
    const target = symbol && resolveAlias(checker, symbol);
    if (node !== undefined && target?.declarations === undefined) doubt(context);
    if (node === undefined || target === undefined || !isErrorClass(checker, target)) continue;
    if (target.declarations?.some((declaration) => context.layer.has(declaration.getSourceFile()))) return "local";
    const from = importOf(context, node);
    if (from === null) continue;
    return {
      kind: "name",
      local: name,
      origin: { kind: "module", ...declaring(context, target, from), reexport: null },
    };
  }
  return null;
}

function isErrorClass(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  if ((symbol.flags & ts.SymbolFlags.Class) === 0) return false;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return ["name", "message"].every((name) => type.getProperty(name) !== undefined);
}

type From = NonNullable<ReturnType<typeof importOf>>;

/** The module that declares a class, rather than one that passes it on, perhaps along with marked classes. */
function declaring(context: Context, target: ts.Symbol, from: From): From {
  const file = target.valueDeclaration?.getSourceFile();
  if (file === undefined || from.module.kind !== "file" || file.isDeclarationFile) return from;
  const exported = exportsOf(context.checker, file).get(target);
  if (exported === undefined) return from;
  return { module: { kind: "file", path: modelPath(context.folder, file.fileName) }, exported };
}

function importedAs(clause: ts.ImportClause, name: string): ts.ImportClause | ts.ImportSpecifier | undefined {
  if (clause.name?.text === name) return clause;
  const { namedBindings } = clause;
  if (namedBindings === undefined || !ts.isNamedImports(namedBindings)) return undefined;
  return namedBindings.elements.find((element) => element.name.text === name);
}
