import { parseSync } from "oxc-parser";
import { type Node, isNode } from "./ast.ts";

/** Null for a text that does not parse: TypeScript tells, and its meaning is not certain. */
export function parse(path: string, text: string): Node | null {
  const { program, errors } = parseSync(path, text, { astType: "ts", preserveParens: false });
  return errors.length > 0 || !isNode(program) ? null : program;
}
