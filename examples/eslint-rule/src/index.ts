import { setup } from "@picot/runtime";
import type { ESLint } from "eslint";
import { prettierRule } from "./prettier-rule.ts";

export { Formatter } from "./formatter.facade.ts";

// A reactor ends with the thread that started it, and a thread of `eslint --concurrency` ends when its share of files is done. The
// main thread loads the config before it starts any: so it is the one that starts the reactor, and the others find it.
setup();

/** A plugin of one rule. */
const plugin: ESLint.Plugin = { meta: { name: "eslint-rule-example" }, rules: { prettier: prettierRule } };
export default plugin;
