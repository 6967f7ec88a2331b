import type { Node } from "./ast.ts";
import { type BlockingCall, blockingCall } from "./code/blocking-calls.ts";
import { calledBy, firstIn } from "./code/called.ts";
import { namesIn } from "./code/names.ts";
import { placeOf } from "./code/place-of.ts";
import { whenOf } from "./code/when.ts";
import type { LayerProject } from "./project.ts";
import type { Finding, LayerRule, SourceFile } from "./rule.ts";

/**
 * The reactor layer makes no call that blocks, and none of a function of the project's own that makes one. What runs while a
 * module is loaded may, once, as the reactor starts.
 */
export const blocksReactor: LayerRule = (file, project) => {
  if (project.roleOf(file).layer !== "reactor") return [];
  const found: Finding[] = [];
  for (const node of namesIn(file.program).nodes()) {
    const own = blockingCall(node, file, isOwn(file, project));
    const through = own === null ? throughOther(node, file, project) : null;
    if (own === null && through === null) continue;
    const when = whenOf(node, namesIn(file.program));
    if (when === "apart" || (when === "load" && own?.always !== true)) continue;
    const finding = own === null ? through : { sentence: sentenceOf(own), wayOut: wayOutOf(own) };
    if (finding !== null) found.push({ code: "blocks-reactor", node, ...finding, edits: null });
  }
  return found;
};

const isOwn =
  ({ path }: SourceFile, project: LayerProject) =>
  (specifier: string): boolean =>
    project.resolve(specifier, path) !== null;

function sentenceOf({ what, always }: BlockingCall): string {
  return always
    ? `${what} makes something whose calls block, and the reactor serves nobody meanwhile.`
    : `${what} blocks the reactor's thread, which serves nobody meanwhile.`;
}

const byTwin = "tag what blocks @blocking, in a module of its own, and await its twin: it runs in a thread of the pool";

function wayOutOf({ instead }: BlockingCall): string {
  return instead === null ? `T${byTwin.slice(1)}.` : `${instead}; or ${byTwin}.`;
}

function throughOther(
  node: Node,
  file: SourceFile,
  project: LayerProject,
): Pick<Finding, "sentence" | "wayOut"> | null {
  const called = calledBy(node, file, project);
  if (called === null) return null;
  const other = called.file;
  const inner = firstIn(called, (each) => {
    const call = blockingCall(each, other, isOwn(other, project));
    return call === null || whenOf(each, namesIn(other.program)) === "apart" ? null : call;
  });
  if (inner === null) return null;
  const where = placeOf(inner.node, other, project);
  const what = inner.what.startsWith("A loop") ? `has a${inner.what.slice(1)}` : `calls ${inner.what}`;
  const sentence = `${called.name} ${what} (${where}), which blocks the reactor's thread.`;
  return { sentence, wayOut: wayOutOf(inner) };
}
