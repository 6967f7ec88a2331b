import type { ReactorClass, ReactorFunction, ReactorMember, ReactorModule, Tags } from "../model.ts";
import { isShown } from "../model.ts";
import { callable } from "./callable.ts";
import { exportLines, exportWord } from "./class.ts";
import { docLines, indent, list, spaced } from "./lines.ts";
import { memberName, milliseconds, propertyAccess, propertyKey, quote } from "./literal.ts";
import type { Names } from "./names.ts";
import { errorList } from "./plan.ts";

/** One declaration of a twin: where its source stands, and its blocks. */
export interface TwinPart {
  readonly line: number;
  readonly blocks: readonly (readonly string[])[];
}

/** The twins of a module's functions, after the plan that they share. */
export function twinFunctions(module: ReactorModule, url: string, names: Names): readonly TwinPart[] {
  const { functions } = module;
  const [first] = functions;
  if (first === undefined) return [];
  const plan = names.own("jobs");
  const entries = functions.flatMap((one) => {
    const [exported = one.name] = one.exports;
    const fields = [
      ...sourceFields(one.tags, null, names),
      ...(exported === one.name ? [] : [`exported: ${quote(exported)}`]),
    ];
    return record(one.name, fields, 1);
  });
  const [errors] = errorList(
    names,
    functions.map(({ tags }) => tags),
  );
  const planLines = [
    `const ${plan} = ${names.runtime("functionJobs")}(import.meta.url, ${url}, {`,
    ...indent(entries),
    `}${errors === undefined ? "" : `, ${errors}`});`,
  ];
  return functions.map((one) => ({
    line: one.place.line,
    blocks: [...(one === first ? [planLines] : []), functionLines(one, plan, names)],
  }));
}

function functionLines(one: ReactorFunction, plan: string, names: Names): readonly string[] {
  const body = callBody(one.generator, "undefined", `${plan}${propertyAccess(one.name)}`, names);
  const head = `${exportWord(one)}function ${one.name}`;
  return [...callable(one.signatures, head, body, names, { depth: 0, result: true }), ...exportLines(one)];
}

/** The twin of a class: its objects live in one thread each. `plan` is the name of its plan. */
export function twinClass(one: ReactorClass, plan: string, url: string, names: Names): TwinPart {
  return { line: one.place.line, blocks: [classPlan(one, plan, url, names), classLines(one, plan, names)] };
}

function classPlan(one: ReactorClass, plan: string, url: string, names: Names): readonly string[] {
  const shown = one.members.filter(isShown);
  const [exported = one.name] = one.exports;
  const section = (name: string, members: readonly ReactorMember[]): readonly string[] =>
    members.length === 0
      ? []
      : [
          `${name}: {`,
          ...indent(members.flatMap((each) => record(each.name, sourceFields(each.tags, one.tags, names), 2))),
          "},",
        ];
  const errors = errorList(names, [one.tags, one.construct.tags, ...shown.map(({ tags }) => tags)]);
  return [
    `const ${plan} = ${names.runtime("classJobs")}(import.meta.url, ${url}, ${quote(one.name)}, {`,
    ...indent([
      ...(exported === one.name ? [] : [`exported: ${quote(exported)},`]),
      ...(isConstructible(one) ? record("construct", sourceFields(one.construct.tags, one.tags, names), 1) : []),
      ...section(
        "methods",
        shown.filter((each) => !each.static),
      ),
      ...section(
        "statics",
        shown.filter((each) => each.static),
      ),
      ...errors.map((all) => `errors: ${all},`),
    ]),
    "});",
  ];
}

function classLines(one: ReactorClass, plan: string, names: Names): readonly string[] {
  const generics = one.typeParameters === null ? "" : `<${names.text(one.typeParameters)}>`;
  const blocks = [
    constructorLines(one, plan, names),
    ...one.members.filter(isShown).map((each) => memberLines(each, plan, names)),
  ];
  return [
    ...docLines(one.doc),
    `${exportWord(one)}class ${one.name}${generics} {`,
    ...indent(spaced(blocks)),
    "}",
    ...exportLines(one),
  ];
}

/** `new` cannot wait: the object's first method tells what its constructor threw. */
function constructorLines(one: ReactorClass, plan: string, names: Names): readonly string[] {
  const body = (args: string): string => `${names.runtime("place")}(this, ${plan}, ${args});`;
  if (!isConstructible(one)) return ["private constructor() {", ...indent([body("[]")]), "}"];
  if (one.construct.signatures.length === 0) return ["constructor() {", ...indent([body("[]")]), "}"];
  return callable(one.construct.signatures, "constructor", body, names, { depth: 1, result: false });
}

function isConstructible({ abstract, construct }: ReactorClass): boolean {
  return !abstract && construct.kind !== "refused" && construct.access === "public";
}

function memberLines(member: ReactorMember, plan: string, names: Names): readonly string[] {
  const section = member.static ? "statics" : "methods";
  const at = `${plan}.${section}${propertyAccess(member.name)}`;
  const body = callBody(member.kind === "generator", "this", at, names);
  const head = `${member.static ? "static " : ""}${memberName(member.name)}`;
  return callable(member.signatures, head, body, names, { depth: 1, result: true });
}

function callBody(generator: boolean, receiver: string, at: string, names: Names): (args: string) => string {
  const run = names.runtime(generator ? "iterate" : "defer");
  return (args) => `return ${run}(${receiver}, ${at}, ${args});`;
}

function sourceFields(own: Tags | null, owner: Tags | null, names: Names): readonly string[] {
  const timeout = own?.timeouts[0]?.timeout ?? owner?.timeouts[0]?.timeout ?? null;
  const limit =
    timeout === null ? [] : [`timeout: ${timeout === "forever" ? names.runtime("FOREVER") : milliseconds(timeout)}`];
  return [...limit, ...(own === null || own.transfer === null ? [] : ["transfer: true"])];
}

function record(name: string, fields: readonly string[], depth: number): readonly string[] {
  return fields.length === 0 ? [`${propertyKey(name)}: {},`] : list(`${propertyKey(name)}: { `, fields, " },", depth);
}
