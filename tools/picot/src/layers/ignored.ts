import { spanOf } from "./ast.ts";
import type { Finding } from "./rule.ts";

const comment = /(?:\/\/|\/?\*)\s*picot-ignore\s+([a-z-]+(?:\s*,\s*[a-z-]+)*)(?![\w-])/;
const isComment = /^\s*(?:\/\/|\/\*|\*|\{\s*\/\*)/;

/**
 * Whether somebody said that it is meant: `// picot-ignore CODE: reason` at the end of its line, or in the comments right above
 * that. The linters' own words for this say it to them alone.
 */
export function isIgnored({ code, node }: Finding, text: string): boolean {
  const { start } = spanOf(node);
  const begin = text.lastIndexOf("\n", start - 1) + 1;
  const end = text.indexOf("\n", start);
  if (names(text.slice(begin, end === -1 ? undefined : end), code)) return true;
  const above = text.slice(0, begin).split("\n").slice(0, -1);
  for (let line = above.pop(); line !== undefined && isComment.test(line); line = above.pop()) {
    if (names(line, code)) return true;
  }
  return false;
}

function names(line: string, code: string): boolean {
  const codes = comment.exec(line)?.[1];
  return codes !== undefined && codes.split(",").some((each) => each.trim() === code);
}
