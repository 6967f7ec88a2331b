import type { DeclaredType } from "../model.ts";
import { docLines } from "./lines.ts";
import type { Names } from "./names.ts";

/** A type of the source once more, with the facades of the classes that it names. */
export function typeLines({ key, doc, exported, declarations }: DeclaredType, names: Names): readonly string[] {
  const local = names.declared(key);
  const word = exported === local ? "export " : "";
  const all = declarations.map(({ keyword, text }) => `${word}${keyword} ${local}${ended(names.text(text), keyword)}`);
  const other =
    exported !== null && word === "" && exported !== "default" ? [`export type { ${local} as ${exported} };`] : [];
  return [...docLines(doc), ...all.flatMap((each) => each.split("\n")), ...other];
}

/** Some end a line without a semicolon. */
function ended(text: string, keyword: string): string {
  return keyword === "type" && !text.endsWith(";") ? `${text};` : text;
}
