import { isAbsolute } from "node:path";
import type { Rule } from "eslint";
import {
  type Finding,
  type LayerCode,
  type LayerProject,
  layerRules,
  layersOf,
  mendable,
  projectOf,
  whyOf,
} from "picot/layers";
import { schema } from "./schema.ts";

/** A layer rule as ESLint and oxlint take it. It works on the whole file at once, and asks for nothing but its tree. */
export function ruleOf(code: LayerCode): Rule.RuleModule {
  return {
    meta: {
      type: "problem",
      docs: { description: whyOf(code), recommended: true },
      ...(mendable.includes(code) && { fixable: "code" as const }),
      schema: [schema],
      messages: { found: "{{text}}" },
    },
    create(context) {
      return {
        "Program:exit"() {
          // A text without a file has no layer.
          if (!isAbsolute(context.filename)) return;
          const project = projectFor(context);
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

/** By the tree of a file, which its rules share: to find its project takes many looks at the disk. */
const projects = new WeakMap<object, LayerProject>();

/** The file's project, with what the linter's own config says of the layers above what `picot.config` says. */
function projectFor({ options, settings, sourceCode, filename }: Rule.RuleContext): LayerProject {
  const shared = layersOf("settings.picot", settings["picot"] ?? {});
  const own: unknown = options[0];
  if (own !== undefined) return projectOf(filename, { ...shared, ...layersOf("options", own) });
  const project = projects.get(sourceCode.ast) ?? projectOf(filename, shared);
  projects.set(sourceCode.ast, project);
  return project;
}
