import { referencesOf } from "./references.ts";
import type { LayerRule } from "./rule.ts";

/** The reactor layer imports no facade, not even its types: it would wait for itself. */
export const importsFacade: LayerRule = (file, project) => {
  if (project.roleOf(file).layer !== "reactor") return [];
  const own = project.facadePathOf(file.path);
  return referencesOf(file.program)
    .filter(({ specifier }) => project.leadsToFacade(specifier, file.path))
    .map(({ specifier, literal }) => {
      const isOwn = project.resolve(specifier, file.path) === own;
      const whose = isOwn ? "its own generated facade" : "a facade";
      return {
        code: "imports-facade",
        node: literal,
        sentence: `${project.inProject(file.path)} imports ${whose}, ${specifier}: the reactor layer imports no facade, since it would block itself.`,
        wayOut: "Use the async class itself: in the reactor there is nothing to wait for.",
        edits: null,
      };
    });
};
