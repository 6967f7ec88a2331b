import type { BaseClass, ReactorClass, ReactorMember } from "../../model.ts";
import { type Problem, problem } from "../../problem.ts";
import { checkShape } from "../class.ts";
import { checkExport } from "../export.ts";
import { checkGreenSignatures, mentionsMarked } from "./signature.ts";

export function checkGreenClass(one: ReactorClass): readonly Problem[] {
  return [
    ...checkExport("class", one, "green"),
    ...checkShape(one),
    ...checkBounds(one),
    ...checkGreenSignatures(`new ${one.name}()`, one.construct.signatures),
    ...checkBase(one, one.base),
    ...one.members.flatMap((member) => checkMember(one, member)),
  ];
}

function checkBounds({ name, place, typeParameters }: ReactorClass): readonly Problem[] {
  if (typeParameters === null || !mentionsMarked(typeParameters)) return [];
  const sentence = `A type parameter of ${name} is bound by a class tagged @green, whose twin takes its place in green code.`;
  return [problem("nested-reference", place, sentence, "Bind it by an interface that both have.")];
}

function checkMember(
  owner: ReactorClass,
  { name, place, kind, access, signatures, ...more }: ReactorMember,
): readonly Problem[] {
  if (access !== "public") return [];
  const shown = name.replace(/^@@(\w+)$/, "[Symbol.$1]");
  const title = shown.startsWith("[") ? `${owner.name}${shown}` : `${owner.name}.${shown}`;
  if (kind === "computed" || kind === "optional-method") {
    if (more.tags.reactorOnly !== null) return [];
    const why = kind === "computed" ? "its name is no plain word" : "it is optional";
    const sentence = `${title} is not in the green twin: ${why}.`;
    return [problem("green-left-out", place, sentence, "Add a method with a plain name, or leave it to async code.")];
  }
  const isReserved = ["then", "constructor", "__proto__"].includes(name);
  if (isReserved || (more.static && (name === "twinOf" || name === "prototype"))) {
    const sentence = `${title} cannot be in a green twin: ${JSON.stringify(name)} has a meaning of its own there.`;
    return [problem("reserved-name", place, sentence, "Give it another name.")];
  }
  return checkGreenSignatures(title, signatures);
}

function checkBase(one: ReactorClass, base: BaseClass | null): readonly Problem[] {
  if (base === null) return [];
  const problems: Problem[] = [];
  const [hidden, place, who] =
    base.kind === "marked"
      ? [base.between, one.place, "a class that is not tagged"]
      : [base.members, base.place, `${base.name}, which is not tagged`];
  if (hidden.length > 0) {
    const some = hidden.slice(0, 5).join(", ");
    const names = hidden.length > 5 ? `${some} and ${hidden.length - 5} more` : some;
    const sentence = `${one.name} inherits ${names} from ${who}; the green twin leaves them out.`;
    problems.push(
      problem("hidden-base-members", place, sentence, "Tag that class @green too, or repeat the methods here."),
    );
  }
  const unknown = base.kind === "marked" ? base.constructorBetween : base.takesArguments;
  if (unknown && one.construct.kind === "inherited") {
    const sentence = `${one.name} takes the constructor of ${who}, so picot does not know its parameters.`;
    const wayOut = `Write a constructor in ${one.name} that calls super(…).`;
    problems.push(problem("inherited-constructor", one.place, sentence, wayOut));
  }
  return problems;
}
