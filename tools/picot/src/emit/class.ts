import type { ReactorClass, ReactorFunction, ReactorMember, Signature } from "../model.ts";
import { docLines, indent, spaced } from "./lines.ts";
import { memberName, propertyAccess, quote } from "./literal.ts";
import type { Names } from "./names.ts";
import { isShown, sectionOf } from "./plan.ts";
import { argumentList, signatureLines } from "./signature.ts";

/** The facade of one class; `plan` is the name of its plan. */
export function classLines(one: ReactorClass, plan: string, names: Names): readonly string[] {
  const base = one.base?.kind === "marked" ? names.type(one.base.name) : null;
  const blocks = [
    ["static {", ...indent([`${names.runtime("bind")}(this, ${plan});`]), "}"],
    constructorLines(one, base, plan, names),
    providedLines(one, base !== null, plan, names),
    ...one.members.filter(isShown).map((member) => memberLines(member, plan, names)),
  ];
  return [
    ...docLines(one.doc),
    `export class ${one.name}${base === null ? "" : ` extends ${base}`} {`,
    ...indent(spaced(blocks)),
    "}",
  ];
}

function constructorLines(one: ReactorClass, base: string | null, plan: string, names: Names): readonly string[] {
  const { construct } = one;
  if (construct.kind === "inherited" && base !== null) return [];
  const signatures: readonly Signature[] = construct.signatures;
  const access = construct.access === "protected" ? "protected " : "";
  if (construct.kind === "refused") {
    const parent = base === null ? [] : [`super(...${names.runtime("inherit")}<typeof ${base}>([]));`];
    const refuse = `${names.runtime("refuseConstruct")}(${quote(one.name)});`;
    return ["private constructor() {", ...indent([...parent, refuse]), "}"];
  }
  const body = (args: string): string =>
    base === null
      ? `${names.runtime("construct")}(this, ${plan}, ${args});`
      : `super(...${names.runtime("inherit")}<typeof ${base}>(${args}));`;
  const [first] = signatures;
  if (first === undefined) return ["constructor() {", ...indent([body("[]")]), "}"];
  return callable(signatures, `${access}constructor`, body, names, { depth: 1, result: false });
}

function providedLines({ name }: ReactorClass, overrides: boolean, plan: string, names: Names): readonly string[] {
  return [
    "/** The instance that the reactor provides under `name`. */",
    `static ${overrides ? "override " : ""}provided(name: string): ${name} {`,
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
export function functionLines({ name, signatures }: ReactorFunction, plan: string, names: Names): readonly string[] {
  const body = (args: string): string =>
    `return ${names.runtime("call")}(undefined, ${plan}${propertyAccess(name)}, ${args});`;
  return callable(signatures, `export function ${name}`, body, names, { depth: 0, result: true });
}

/** A signature and its one call; with several, each with its doc, and then one body for all. */
function callable(
  signatures: readonly Signature[],
  head: string,
  body: (args: string) => string,
  names: Names,
  layout: { readonly depth: number; readonly result: boolean },
): readonly string[] {
  const [only, ...others] = signatures;
  if (only === undefined) return [];
  if (others.length === 0) {
    const call = body(argumentList(only.parameters));
    return [...docLines(only.doc), ...signatureLines(head, only, " {", names, layout), ...indent([call]), "}"];
  }
  return [
    ...signatures.flatMap((one) => [...docLines(one.doc), ...signatureLines(head, one, ";", names, layout)]),
    `${head}(...args: unknown[])${layout.result ? ": unknown" : ""} {`,
    ...indent([body("args")]),
    "}",
  ];
}
