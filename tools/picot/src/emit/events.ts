import { type ReactorEvents, shownEvents } from "../events-model.ts";
import type { Parameter, ReactorClass } from "../model.ts";
import { docLines, indent, list, outdent } from "./lines.ts";
import { propertyKey } from "./literal.ts";
import type { Names } from "./names.ts";

/** The name of the interface that says what handlers of a class's events are called with; null where it has none. */
export function eventMapName(one: ReactorClass, names: Names): string | null {
  return shownEvents(one.events).length === 0 ? null : names.own(`${one.name}Events`);
}

/** `export interface PageEvents { download: [download: Download]; }` */
export function eventMapLines(one: ReactorClass, map: string, names: Names): readonly string[] {
  const given = one.typeParameters === null ? "" : `<${names.text(one.typeParameters)}>`;
  const entries = shownEvents(one.events).flatMap(({ name, signature }) => {
    const elements = signature.parameters.map((each) => elementText(each, names));
    return docLines(signature.doc).concat(list(`${propertyKey(name)}: [`, elements, "];", 1));
  });
  return [
    "/** What handlers are called with, by event. */",
    `export interface ${map}${given} {`,
    ...indent(entries),
    "}",
  ];
}

/** `download: Download`, an element of a tuple with its name. */
function elementText({ name, type, optional, rest }: Parameter, names: Names): string {
  return `${rest ? "..." : ""}${name}${optional ? "?" : ""}: ${outdent(names.text(type))}`;
}

/** `on`, `once`, `off`, `expect`, and the other names of these that the class has. */
export function eventMemberBlocks(
  one: ReactorClass,
  map: string,
  plan: string,
  names: Names,
): readonly (readonly string[])[] {
  const { events } = one;
  if (events === null) return [];
  const given = one.typeParameterNames.length === 0 ? map : `${map}<${one.typeParameterNames.join(", ")}>`;
  const override = events.overrides ? "override " : "";
  const others = events.members.filter((name) => Object.hasOwn(aliases, name));
  const blocks = [...basic, ...others].map((name) => {
    const verb = aliases[name] ?? name;
    const args = verb === "off" ? "this, event, handler" : `this, ${plan}, event, handler`;
    const head = `${override}${name}<E extends keyof ${given}>(`;
    const doc = docLines(name === "on" ? (events.doc ?? docOf(name)) : docOf(verb));
    const signature = list(head, ["event: E", `handler: (...args: ${given}[E]) => void`], "): this {", 1);
    return doc.concat(signature, indent([`return ${names.runtime(verb)}(${args});`]), "}");
  });
  return events.ownExpect === null ? [...blocks, expectLines(events, given, plan, names)] : blocks;
}

const basic = ["on", "once", "off"];
/** What else they are called in Node. */
const aliases: Readonly<Record<string, string>> = { addListener: "on", removeListener: "off" };

const docs: Readonly<Record<string, string>> = {
  on: "Runs the handler at each such event, in this thread: in its calls, and when it pumps.",
  once: "As `on`, for the next such event only.",
  off: "Takes the handler off that was registered last with this function.",
};

const docOf = (verb: string) => ({ lines: [docs[verb] ?? ""], block: false });

function expectLines({ overrides }: ReactorEvents, map: string, plan: string, names: Names): readonly string[] {
  const [expected, options] = [names.runtimeType("Expected"), names.runtimeType("ExpectOptions")];
  const head = `${overrides ? "override " : ""}expect`;
  const generic = `${head}<E extends keyof ${map}>(`;
  const body = ["event: E", `options: ${options}`, "body: () => void"];
  return [
    "/** Expects the next such event from now on: `value` waits for it. With a body, runs that and waits. */",
    ...list(generic, ["event: E", `options?: ${options}`], `): ${expected}<${map}[E]>;`, 1),
    ...list(generic, body, `): ${expected}<${map}[E]>["value"];`, 1),
    ...list(`${head}(`, [`event: keyof ${map}`, `options?: ${options}`, "body?: () => void"], "): unknown {", 1),
    ...indent([`return ${names.runtime("expect")}(this, ${plan}, event, options, body);`]),
    "}",
  ];
}
