import type { Node } from "./ast.ts";
import { blockingCodeIn } from "./code/blocking-code.ts";
import { calledBy, firstIn } from "./code/called.ts";
import { namesIn } from "./code/names.ts";
import { placeOf } from "./code/place-of.ts";
import { type ProcessCall, isForMainThread, processCall } from "./code/process-calls.ts";
import { whenOf } from "./code/when.ts";
import type { LayerProject } from "./project.ts";
import type { Finding, LayerRule, SourceFile } from "./rule.ts";

/** Code that runs in a thread changes nothing of the process that Node lets the main thread alone change. */
export const processState: LayerRule = (file, project) => found("throws", file, project);

/** It does not count on what looks like the process's own and is the thread's: a copy of `process.env`, signals that never come. */
export const processCopy: LayerRule = (file, project) => found("copy", file, project);

function found(effect: ProcessCall["effect"], file: SourceFile, project: LayerProject): readonly Finding[] {
  const { layer, isBlocking } = project.roleOf(file);
  if (layer !== "reactor" && !isBlocking) return [];
  const all: Finding[] = [];
  for (const node of namesIn(file.program).nodes()) {
    const own = processCall(node, file.program);
    const through = own === null ? throughOther(node, effect, file, project) : null;
    const call = own ?? through?.call;
    if (call?.effect !== effect || isForMainThread(node, file.program)) continue;
    if (layer !== "reactor" && !runsInThread(node, file)) continue;
    const who = through === null ? "This" : through.name;
    const where = through === null ? "" : ` (${through.where})`;
    const code = effect === "throws" ? "process-state" : "process-copy";
    const sentence = `${who} ${call.does}${where}, ${call.which}.`;
    all.push({ code, node, sentence, wayOut: wayOutOf(call), edits: null });
  }
  return all;
}

/** Of a module that is tagged @blocking: what is tagged, what this uses, and what runs while the module is loaded. */
function runsInThread(node: Node, file: SourceFile): boolean {
  const names = namesIn(file.program);
  const { pieces } = blockingCodeIn(file);
  return [...names.above(node)].some((each) => pieces.has(each)) || whenOf(node, names) === "load";
}

function throughOther(
  node: Node,
  effect: ProcessCall["effect"],
  file: SourceFile,
  project: LayerProject,
): { readonly call: ProcessCall; readonly name: string; readonly where: string } | null {
  const called = calledBy(node, file, project);
  if (called === null) return null;
  const { program } = called.file;
  const call = firstIn(called, (each) => {
    const inner = processCall(each, program);
    return inner?.effect === effect && !isForMainThread(each, program) ? inner : null;
  });
  return call && { call, name: called.name, where: placeOf(call.node, called.file, project) };
}

function wayOutOf({ does, effect }: ProcessCall): string {
  if (does.startsWith("listens")) return "Listen in the main thread; clean up in onStop(), or by currentCall().signal.";
  if (effect === "copy")
    return "Do it in the main thread, before the reactor starts; or pass the value to what needs it.";
  return does.includes("chdir")
    ? "Resolve paths against a folder that is passed; or do it in the main thread, before the reactor starts."
    : "Do it in the main thread, before the reactor starts.";
}
