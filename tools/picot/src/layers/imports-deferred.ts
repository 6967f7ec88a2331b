import { readFileSync } from "node:fs";
import { facadeExports } from "./facade-exports.ts";
import type { Mending } from "./mend-statement.ts";
import { mend } from "./mend.ts";
import type { LayerProject } from "./project.ts";
import { type Reference, referencesOf } from "./references.ts";
import type { LayerRule, SourceFile } from "./rule.ts";
import { specifierLike } from "./specifier.ts";
import { waits } from "./waits.ts";

/** Application code imports no twin of what is tagged @blocking: it may block, and calls the module itself. */
export const importsDeferred: LayerRule = (file, project) => {
  const { layer, hosts, isOnLoop, isBlocking } = project.roleOf(file);
  if ((layer !== "application" && !isBlocking) || hosts || isOnLoop) return [];
  return referencesOf(file.program)
    .filter(({ typeOnly, specifier }) => !typeOnly && project.leadsToTwin(specifier, file.path))
    .map((reference) => {
      const name = project.inProject(file.path);
      const sentence = `${name} imports a generated twin, ${reference.specifier}: its jobs are for the reactor to give, and ${isBlocking ? "this module runs in threads of its pool" : "this is application code"}.`;
      const { edits, wayOut } = mended(reference, file, project);
      return { code: "imports-deferred", node: reference.literal, sentence, edits, wayOut };
    });
};

function mended(reference: Reference, file: SourceFile, project: LayerProject): Mending {
  const target = project.resolve(reference.specifier, file.path);
  const source = target === null ? null : project.sourceOf(target);
  if (target === null || source === null) {
    return { edits: null, wayOut: "Import the module that blocks itself, and call it: this code may block." };
  }
  const specifier = specifierLike(reference.specifier, file.path, source);
  // What awaits may be meant for the reactor's side, where the module itself would block.
  if (waits(file.program)) {
    const own = project.inProject(file.path);
    const wayOut = `If this file runs in the reactor, say so: layers: { reactor: ["${own}"] }. Else import the module itself, ${specifier}, and await nothing.`;
    return { edits: null, wayOut };
  }
  const exports = facadeExports(readFileSync(target, "utf8"));
  const instead = { replacement: { title: "the module itself", specifier, exports }, missing: "" };
  return mend(reference, instead, file);
}
