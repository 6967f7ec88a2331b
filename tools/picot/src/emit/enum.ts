import type { ReactorEnum } from "../model.ts";
import { docLines, indent } from "./lines.ts";
import { propertyKey, quote } from "./literal.ts";

/** The same enum once more: to TypeScript both are one type, and nobody loads the reactor layer for its values. */
export function enumLines({ name, doc, members }: ReactorEnum): readonly string[] {
  const lines = (members ?? []).flatMap((member) => docLines(member.doc).concat(memberText(member.name, member.value)));
  return [...docLines(doc), `export enum ${name} {`, ...indent(lines), "}"];
}

function memberText(name: string, value: string | number): string {
  return `${propertyKey(name)} = ${typeof value === "string" ? quote(value) : value},`;
}
