/** eslint-plugin-picot: the rules of `picot check` that keep the layers apart, in ESLint 9 and 10 and in oxlint. */
import { createRequire } from "node:module";
import type { ESLint, Linter, Rule } from "eslint";
import { type LayerCode, layerRules, severityOf } from "picot/layers";
import { ruleOf } from "./rule.ts";

// The rules of "picot/layers", in their order.
const codes = Object.keys(layerRules) as readonly LayerCode[]; // an object literal, with no other keys
const manifest = createRequire(import.meta.url)("../package.json") as { readonly version: string }; // this package's own

/** The plugin, with `configs.recommended`. */
export interface Plugin extends ESLint.Plugin {
  readonly rules: Record<string, Rule.RuleModule>;
  readonly configs: { readonly recommended: Linter.Config };
}

const plugin = {
  meta: { name: "eslint-plugin-picot", version: manifest.version, namespace: "picot" },
  rules: Object.fromEntries(codes.map((code) => [code, ruleOf(code)])),
} satisfies ESLint.Plugin;

/**
 * All rules, as bad as `picot check` takes them. Those that are about files which the config must name find nothing until it
 * names some.
 */
const recommended: Linter.Config = {
  name: "picot/recommended",
  plugins: { picot: plugin },
  rules: Object.fromEntries(codes.map((code) => [`picot/${code}`, severityOf(code) === "error" ? "error" : "warn"])),
};

const whole: Plugin = { ...plugin, configs: { recommended } };
export default whole;
