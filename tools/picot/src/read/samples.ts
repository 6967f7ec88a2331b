import { ts } from "../../compiler.cjs";
import type { Doc, Layer } from "../model.ts";

/**
 * Code samples as a caller writes them who has the generated class: what a facade's member gives is not awaited, what a green
 * twin's gives is waited for by `yield*`. `members` are the names of all that blocks, and with a `*` before them of all that is
 * waited for; an `await` of anything else stays, and one of a value that is no promise is right as well.
 */
export function calledSamples(doc: Doc, members: ReadonlySet<string>, layer: Layer): Doc {
  const withoutAwait = (code: string): string => replaced(code, members, layer);
  if (!doc.lines.some((line) => line.includes("await"))) return doc;
  const lines: string[] = [];
  let code: string[] | null = null;
  const endCode = (): void => {
    if (code !== null) lines.push(...withoutAwait(code.join("\n")).split("\n"));
    code = null;
  };
  let fenced = false;
  for (const line of doc.lines) {
    const isFence = line.startsWith("```");
    const isTag = !fenced && line.startsWith("@");
    if (isFence || isTag) endCode();
    if (isFence) fenced = !fenced;
    if (isFence || isTag) lines.push(inline(line, withoutAwait));
    else if (code !== null) code.push(line);
    else lines.push(inline(line, withoutAwait));
    if ((isFence && fenced) || line.startsWith("@example")) code = [];
  }
  endCode();
  return { ...doc, lines };
}

function inline(line: string, withoutAwait: (code: string) => string): string {
  return line.replace(/`[^`]+`/g, withoutAwait);
}

function replaced(code: string, members: ReadonlySet<string>, layer: Layer): string {
  if (!code.includes("await")) return code;
  const ticks = code.startsWith("`") && code.endsWith("`") ? 1 : 0;
  const text = code.slice(ticks, code.length - ticks);
  const source = parsed(text);
  const cuts: (readonly [start: number, end: number, instead?: string])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isAwaitExpression(node) && layer === "green" && members.has(`*${calledName(node.expression)}`)) {
      cuts.push([node.getStart(source), node.expression.getStart(source), "yield* "]);
    } else if (ts.isAwaitExpression(node) && layer !== "green" && members.has(calledName(node.expression))) {
      const around = isOperand(node.parent) ? node.parent : node;
      cuts.push([around.getStart(source), node.expression.getStart(source)], [node.end, around.end]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  let shown = text;
  for (const [start, end, instead = ""] of cuts.sort(([a], [b]) => b - a))
    shown = shown.slice(0, start) + instead + shown.slice(end);
  return code.slice(0, ticks) + shown + code.slice(code.length - ticks);
}

/** Classes that are alike have samples that are, and each is asked for more than once. */
const trees = new Map<string, ts.SourceFile>();

function parsed(text: string): ts.SourceFile {
  const known = trees.get(text);
  if (known !== undefined) return known;
  // As a module, or `await` at its top would be a name like any other.
  const source = ts.createSourceFile("sample.ts", `${text}\nexport {};`, ts.ScriptTarget.Latest, true);
  if (trees.size >= 100) trees.clear();
  trees.set(text, source);
  return source;
}

/** The parentheses of `(await clock.now()).valueOf()`: without the `await` nobody writes them. */
function isOperand(node: ts.Node): boolean {
  if (!ts.isParenthesizedExpression(node)) return false;
  const { parent } = node;
  const isChain = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  return (isChain || ts.isCallExpression(parent)) && parent.expression === node;
}

/** `now` of `clock.now()`, of `clock.now` and of `now()`. */
function calledName(node: ts.Expression): string {
  if (ts.isCallExpression(node)) return calledName(node.expression);
  if (ts.isNonNullExpression(node)) return calledName(node.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) && ts.isCallExpression(node.parent) ? node.text : "";
}
