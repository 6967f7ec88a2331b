import { type ReactorClass, type ReactorFunction, type ReactorMember, isShown } from "../model.ts";
import { callable } from "./callable.ts";
import { constructorLines } from "./constructor.ts";
import type { EmitOptions } from "./emit-options.ts";
import { eventMapLines, eventMapName, eventMemberBlocks } from "./events.ts";
import { docLines, indent, spaced } from "./lines.ts";
import { memberName, propertyAccess, propertyKey } from "./literal.ts";
import type { Names } from "./names.ts";
import { sectionOf } from "./plan.ts";

/** The facade of one class; `plan` is the name of its plan. */
export function classLines(one: ReactorClass, plan: string, names: Names, options: EmitOptions): readonly string[] {
  const base = baseText(one, names);
  const map = eventMapName(one, names);
  const blocks = [
    ["static {", ...indent([`${names.runtime("bind")}(this, ${plan});`]), "}"],
    constructorLines(one, base, plan, names, options),
    providedLines(one, base !== null, plan, names),
    ...one.members.filter(isShown).map((member) => memberLines(member, plan, names)),
    ...(map === null ? [] : eventMemberBlocks(one, map, plan, names)),
  ];
  return [
    ...(map === null ? [] : [...eventMapLines(one, map, names), ""]),
    ...docLines(one.doc),
    `${exportWord(one)}${one.abstract ? "abstract " : ""}class ${one.name}${typeParameterList(one, names)}${base === null ? "" : ` extends ${base}`} {`,
    ...indent(spaced(blocks)),
    "}",
    ...exportLines(one),
  ];
}

/** `Base<string>`, the generated class that this one extends; null for none. */
export function baseText({ base }: ReactorClass, names: Names): string | null {
  if (base?.kind !== "marked") return null;
  return `${names.type(base.name)}${base.typeArguments === null ? "" : `<${names.text(base.typeArguments)}>`}`;
}

export function typeParameterList({ typeParameters }: ReactorClass, names: Names): string {
  return typeParameters === null ? "" : `<${names.text(typeParameters)}>`;
}

function providedLines(one: ReactorClass, overrides: boolean, plan: string, names: Names): readonly string[] {
  // Type parameters of its own would be the caller's word as well, and would keep derived classes from saying theirs.
  const given = one.typeParameterNames.map(() => "any").join(", ");
  return [
    "/** The instance that the reactor provides under `name`. */",
    `static ${overrides ? "override " : ""}provided(name: string): ${one.name}${given === "" ? "" : `<${given}>`} {`,
    ...indent([`return ${names.runtime("provided")}(${plan}, name);`]),
    "}",
  ];
}

function memberLines(member: ReactorMember, plan: string, names: Names): readonly string[] {
  const modifiers = `${member.static ? "static " : ""}${member.overrides ? "override " : ""}`;
  const accessor = member.kind === "getter" ? "get " : member.kind === "setter" ? "set " : "";
  const at = `${plan}.${sectionOf(member)}${propertyAccess(member.name)}`;
  // TypeScript lets a setter neither return nor say what.
  const result = member.kind !== "setter";
  const body = (args: string): string => `${result ? "return " : ""}${names.runtime("call")}(this, ${at}, ${args});`;
  return callable(member.signatures, `${modifiers}${accessor}${memberName(member.name)}`, body, names, {
    depth: 1,
    result,
  });
}

/** The facade of one function; `plan` is the name of its module's plan of functions. */
export function functionLines(one: ReactorFunction, plan: string, names: Names): readonly string[] {
  const { name, signatures } = one;
  const body = (args: string): string =>
    `return ${names.runtime("call")}(undefined, ${plan}${propertyAccess(name)}, ${args});`;
  const head = `${exportWord(one)}function ${name}`;
  return [...callable(signatures, head, body, names, { depth: 0, result: true }), ...exportLines(one)];
}

interface Exported {
  readonly name: string;
  readonly exports: readonly string[];
}

/** What is generated is exported under the names that the source is. */
export function exportWord({ name, exports }: Exported): string {
  if (exports.includes(name)) return "export ";
  return exports.includes("default") ? "export default " : "";
}

export function exportLines({ name, exports }: Exported): readonly string[] {
  const others = exports.filter((each) => each !== name);
  const isNamed = exports.includes(name);
  return others.flatMap((each) => {
    if (each !== "default") return [`export { ${name} as ${propertyKey(each)} };`];
    return isNamed ? [`export default ${name};`] : [];
  });
}
