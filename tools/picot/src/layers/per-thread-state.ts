import type { Node } from "./ast.ts";
import { blockingCodeIn, usesIn } from "./code/blocking-code.ts";
import { passedOn } from "./code/exported.ts";
import { type Binding, namesIn } from "./code/names.ts";
import { placeOf } from "./code/place-of.ts";
import { changeOf, initOf } from "./code/state.ts";
import type { LayerProject } from "./project.ts";
import type { Finding, LayerRule, SourceFile } from "./rule.ts";

/** What is tagged @blocking uses no variable of a module that changes: each thread of the pool has a copy of it. */
export const perThreadState: LayerRule = (file, project) => {
  if (!project.roleOf(file).isBlocking) return [];
  const seen = new Set<Binding>();
  const found: Finding[] = [];
  for (const [piece, by] of blockingCodeIn(file).pieces) {
    for (const { binding, use } of usesIn(piece, file)) {
      if (seen.has(binding)) continue;
      seen.add(binding);
      const state = stateOf(binding, use, file, project);
      if (state === null) continue;
      const { node, where, name } = state;
      found.push({
        code: "per-thread-state",
        node,
        sentence: `${by} uses ${name}, which changes (${where}): each thread of the pool has a copy of its own, and so has every other thread.`,
        wayOut: `Keep it in the reactor, and pass what a call needs of it; what belongs to one thread is for threadContext() of @picot/runtime/pool. If one for each thread is meant, say so: // picot-ignore per-thread-state: why.`,
        edits: null,
      });
    }
  }
  return found;
};

interface State {
  /** Where it is shown: its declaration, or, if that is in another file, the first use. */
  readonly node: Node;
  readonly name: string;
  readonly where: string;
}

function stateOf(binding: Binding, use: Node, file: SourceFile, project: LayerProject): State | null {
  const names = namesIn(file.program);
  if (binding.kind !== "import") {
    const change = changeOf(binding, names);
    const name = binding.kind === "class" ? `a static field of ${binding.name}` : binding.name;
    return change && { node: binding.id, name, where: placeOf(change, file, project) };
  }
  const origin = passedOn(binding, file, project);
  if (origin === null || origin.binding === null || isOther(origin.file.path, project)) return null;
  const there = changeOf(origin.binding, namesIn(origin.file.program));
  const here = there ?? changeOf(binding, names, initOf(origin.binding));
  if (here === null) return null;
  const name = `${binding.name} of ${project.inProject(origin.file.path)}`;
  return { node: use, name, where: placeOf(here, there === null ? file : origin.file, project) };
}

/** Not for this rule: what picot wrote, and the reactor layer, which is not to be imported at all. */
function isOther(path: string, project: LayerProject): boolean {
  return project.kindOf(path).generatedFrom !== null || project.layerOf(path) === "reactor";
}
