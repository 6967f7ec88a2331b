import type { ReactorClass, ReactorMember, ReactorModule } from "../../model.ts";
import { callable } from "../callable.ts";
import { baseText, exportLines, exportWord, typeParameterList } from "../class.ts";
import { constructorLines } from "../constructor.ts";
import type { EmitOptions } from "../emit-options.ts";
import { docLines, indent, spaced } from "../lines.ts";
import { memberName, quote } from "../literal.ts";
import type { Names } from "../names.ts";
import { given, isGreen, original, shown, twinArgument } from "./signature.ts";

/** The green twin of one class. */
export function twinLines(
  one: ReactorClass,
  module: ReactorModule,
  names: Names,
  options: EmitOptions,
): readonly string[] {
  const base = baseText(one, names);
  const own = original(one, module, names);
  const blocks = [
    ["static {", ...indent([`${names.runtime("bind")}(this, () => ${own}, import.meta.url);`]), "}"],
    constructorLines(one, base, own, names, options),
    twinOfLines(one, base !== null, own, names),
    ...one.members
      .filter(({ access, signatures }) => access === "public" && signatures.length > 0)
      .map((member) => memberLines(member, names)),
  ];
  return [
    ...docLines(one.doc),
    `${exportWord(one)}${one.abstract ? "abstract " : ""}class ${one.name}${typeParameterList(one, names)}${base === null ? "" : ` extends ${base}`} {`,
    ...indent(spaced(blocks)),
    "}",
    ...exportLines(one),
  ];
}

function twinOfLines(one: ReactorClass, overrides: boolean, own: string, names: Names): readonly string[] {
  // As of `provided` in a facade: type parameters of its own would keep derived classes from saying theirs.
  const given = one.typeParameterNames.length === 0 ? "" : `<${one.typeParameterNames.map(() => "any").join(", ")}>`;
  return [
    "/** The green twin of an object that async code made: always the same one. */",
    `static ${overrides ? "override " : ""}twinOf(original: ${own}${given}): ${one.name}${given} {`,
    ...indent([`return ${names.runtime("twinOf")}(original, ${one.name});`]),
    "}",
  ];
}

function memberLines(member: ReactorMember, names: Names): readonly string[] {
  const { kind, signatures } = member;
  const modifiers = `${member.static ? "static " : ""}${member.overrides ? "override " : ""}`;
  const accessor = kind === "getter" ? "get " : kind === "setter" ? "set " : "";
  const green = isGreen(signatures);
  const twin = twinArgument(signatures, names);
  const symbol = symbolOf(member.name);
  const body = (args: string): string => {
    const name = symbol ?? quote(member.name);
    if (kind === "setter") return `${names.runtime("set")}(this, ${name}, ${args.slice(1, -1)});`;
    if (kind === "getter") return `return ${names.runtime(green ? "get" : "getSync")}(this, ${name}${twin});`;
    return `return ${names.runtime(green ? "call" : "callSync")}(this, ${name}, ${given(args, signatures, names)}${twin});`;
  };
  const head = `${modifiers}${accessor}${symbol === null ? memberName(member.name) : `[${symbol}]`}`;
  return callable(shown(signatures, green), head, body, names, { depth: 1, result: kind !== "setter" });
}

/** `Symbol.asyncIterator` of a member that is named so. */
function symbolOf(name: string): string | null {
  return name.startsWith("@@") ? `Symbol.${name.slice(2)}` : null;
}
