import { type Node, get, isFunction, walk } from "./ast.ts";
import { asked, facadeValues } from "./facade-values.ts";
import type { Finding, LayerRule } from "./rule.ts";

/**
 * In the files whose event loop must turn, no function calls a facade. What runs while the module is loaded may: nobody is
 * served yet.
 */
export const blocksEventLoop: LayerRule = (file, project) => {
  if (!project.roleOf(file).isOnLoop) return [];
  const values = facadeValues(file, project);
  const found: Finding[] = [];
  walk(file.program, (node, above) => {
    if (!above.some(runsLater)) return;
    const what = asked(node, above, values);
    if (what === null) return;
    found.push({
      code: "blocks-event-loop",
      node,
      sentence: `${what} blocks this thread until the reactor answers, and its event loop must turn.`,
      wayOut:
        "Let a thread of the pool call it, by deferToThread(); where this thread is the reactor, await the async class.",
      edits: null,
    });
  });
  return found;
};

/** A field of an object gets its value whenever one is made. */
function runsLater(node: Node): boolean {
  return isFunction(node) || (node.type === "PropertyDefinition" && get(node, "static") !== true);
}
