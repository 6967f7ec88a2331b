// An ordinary rule: it asks, and has the answer. Note what is not here: no await, no worker, no protocol.
import type { Rule } from "eslint";
import { Formatter, type Style } from "./formatter.facade.ts";

const formatters = new Map<string, Formatter>();

/** Reports a file that Prettier would write otherwise, and writes it so. */
export const prettierRule: Rule.RuleModule = {
  meta: {
    type: "layout",
    docs: { description: "Formats with Prettier." },
    fixable: "whitespace",
    schema: [
      {
        type: "object",
        properties: {
          printWidth: { type: "integer" },
          tabWidth: { type: "integer" },
          semi: { type: "boolean" },
          singleQuote: { type: "boolean" },
        },
        additionalProperties: false,
      },
    ],
    messages: { otherwise: "Prettier would write this file otherwise, from here on." },
  },
  create(context) {
    return {
      Program() {
        const { sourceCode, filename, options } = context;
        const { text } = sourceCode;
        const formatter = formatterFor(options[0] ?? {}); // what the schema has let through
        if (formatter.check(text, filename)) return;
        const formatted = formatter.format(text, filename);
        const at = firstDifference(text, formatted);
        context.report({
          loc: sourceCode.getLocFromIndex(at),
          messageId: "otherwise",
          fix: (fixer) => fixer.replaceTextRange([0, text.length], formatted),
        });
      },
    };
  },
};

/** One for each style: an object in the reactor costs a call to make. */
function formatterFor(style: Style): Formatter {
  const key = JSON.stringify(style);
  const formatter = formatters.get(key) ?? new Formatter(style);
  formatters.set(key, formatter);
  return formatter;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return Math.min(at, a.length);
}
