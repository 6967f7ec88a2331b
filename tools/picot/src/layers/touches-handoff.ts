import { handoffNames } from "./handoff-names.ts";
import type { LayerRule } from "./rule.ts";

/** Application code calls facades. What is behind them is for the few files that the config names. */
export const touchesHandoff: LayerRule = (file, project) => {
  const { layer, handsOff } = project.roleOf(file);
  if (layer !== "application" || handsOff) return [];
  const own = project.inProject(file.path);
  return handoffNames(file.program).map(({ name, specifier, node }) => ({
    code: "touches-handoff",
    node,
    sentence: `${name}${name.includes(specifier) ? "" : ` of ${specifier}`} is the hand-off, which application code leaves to its facades.`,
    wayOut: `Call the facade; or name the file in picot.config.ts: layers: { handoff: ["${own}"] }.`,
    edits: null,
  }));
};
