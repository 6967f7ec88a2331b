import { handoffNames } from "./handoff-names.ts";
import type { LayerRule } from "./rule.ts";

/** What a thread of the pool asks of the reactor without a facade. */
const POOL = "@picot/runtime/pool";

/**
 * Application code calls facades. What is behind them is for the few files that the config names; the pool's way back, for what
 * is tagged `@blocking` as well.
 */
export const touchesHandoff: LayerRule = (file, project) => {
  const { layer, handsOff, isBlocking } = project.roleOf(file);
  if (layer !== "application" || handsOff) return [];
  const own = project.inProject(file.path);
  const names = handoffNames(file.program).filter(({ specifier }) => !(isBlocking && specifier === POOL));
  return names.map(({ name, specifier, node }) => ({
    code: "touches-handoff",
    node,
    sentence: `${name}${name.includes(specifier) ? "" : ` of ${specifier}`} is the hand-off, which application code leaves to its facades.`,
    wayOut: `Call the facade; or name the file in picot.config.ts: layers: { handoff: ["${own}"] }.`,
    edits: null,
  }));
};
