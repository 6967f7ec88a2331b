import { isAbsolute } from "node:path";
import type { Rule } from "eslint";
import { type Finding, type LayersConfig, layerRules, projectOf, whyOf } from "picot/layers";
import { schema } from "./schema.ts";

export type LayerCode = keyof typeof layerRules;

/** A layer rule as ESLint and oxlint take it. It works on the whole file at once, and asks for nothing but its tree. */
export function ruleOf(code: LayerCode): Rule.RuleModule {
  return {
    meta: {
      type: "problem",
      docs: { description: whyOf(code), recommended: true },
      ...(code === "imports-reactor-layer" && { fixable: "code" as const }),
      schema: [schema],
      messages: { found: "{{text}}" },
    },
    create(context) {
      return {
        "Program:exit"() {
          // A text without a file has no layer.
          if (!isAbsolute(context.filename)) return;
          const project = projectOf(context.filename, layersFor(context));
          const { ast, text } = context.sourceCode;
          const file = { path: context.filename.replaceAll("\\", "/"), text, program: ast };
          for (const found of layerRules[code](file, project)) report(context, found);
        },
      };
    },
  };
}

function report(context: Rule.RuleContext, { node, sentence, wayOut, edits }: Finding): void {
  context.report({
    node: node as Rule.Node, // one of the tree that the context gave
    messageId: "found",
    data: { text: `${sentence} ${wayOut}` },
    fix: edits && ((fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text))),
  });
}

/** What the linter's own config says of the layers, above what `picot.config` says. */
function layersFor({ options, settings }: Rule.RuleContext): LayersConfig {
  const shared: unknown = settings["picot"];
  const own: unknown = options[0];
  // The schema has judged the options; settings are any.
  return { ...(isObject(shared) ? shared : {}), ...(isObject(own) ? own : {}) };
}

function isObject(value: unknown): value is LayersConfig {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
