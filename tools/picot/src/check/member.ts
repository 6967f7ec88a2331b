import type { Place, ReactorClass, ReactorMember } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { checkSignatures } from "./signature.ts";
import {
  checkCallback,
  checkCopy,
  checkErrors,
  checkPrefetch,
  checkTimeout,
  checkTransfer,
  iterates,
  mayCallBack,
} from "./tags.ts";

export function checkMember(owner: ReactorClass, member: ReactorMember, options: Options): readonly Problem[] {
  const { name, place, tags } = member;
  const title = titleOf(owner, member);
  if (tags.reactorOnly !== null) {
    if (member.access === "public") return [];
    return [staleProblem(title, member.access, tags.reactorOnly, tags.byHand ? "@byHand" : "@reactorOnly")];
  }
  if (member.access !== "public") return [];
  const kind = checkKind(title, member);
  if (kind !== null) return [kind];
  const problems: Problem[] = [];
  if (isReserved(member)) {
    const sentence = `${title} cannot be in a facade: ${JSON.stringify(name)} has a meaning of its own there.`;
    problems.push(problem("reserved-name", place, sentence, "Give it another name, or tag it @reactorOnly."));
  }
  return [
    ...problems,
    ...checkTimeout(tags, owner.tags, options, { place, name: title }),
    ...checkTransfer(tags, "member"),
    ...checkCopy(tags, title, member.signatures),
    ...checkPrefetch(tags, iterates(member.signatures)),
    ...checkCallback(tags),
    ...checkErrors(tags),
    ...checkSignatures(owner.name, name, member.signatures, {
      isCall: member.kind === "method",
      mayCallBack: mayCallBack(tags, owner.tags),
    }),
  ];
}

/** An exclusion of what is left out without it. */
export function staleProblem(title: string, access: string, place: Place, tag = "@reactorOnly"): Problem {
  const sentence = `${title} is ${access} and so left out anyway; its ${tag} says nothing.`;
  return problem("stale-reactor-only", place, sentence, "Take the tag away.");
}

function checkKind(title: string, { kind, place, name }: ReactorMember): Problem | null {
  switch (kind) {
    case "method":
    case "generator":
    case "getter":
    case "setter":
      return null;
    case "promise-field":
      return problem(
        "public-field",
        place,
        `${title} is a field that holds a promise, which cannot cross threads.`,
        "Make it #private, and add a getter or a method that gives the promise: the facade waits for it.",
      );
    case "function-field":
      return problem(
        "public-field",
        place,
        `${title} is a field whose function is not written there; the facade cannot tell whether it is one.`,
        "Make it a method, or make it #private, or tag it @reactorOnly.",
      );
    case "computed":
      if (name.startsWith("[Symbol.")) {
        return problem(
          "computed-name",
          place,
          `${title} is named by a symbol, which picot does not support yet.`,
          "Add a method with a plain name, and tag this one @reactorOnly.",
        );
      }
      return problem(
        "computed-name",
        place,
        `${title} has a name that is known at run time only.`,
        "Name it with a plain word or a string, or tag it @reactorOnly.",
      );
    case "optional-method":
      return problem(
        "optional-method",
        place,
        `${title} is optional: the facade cannot tell whether it is there.`,
        "Take the ? away and give it a body, or tag it @reactorOnly.",
      );
  }
}

/** `then` would make a facade look like a promise; the others are part of every class or of every facade. */
function isReserved(member: ReactorMember): boolean {
  const { name } = member;
  if (name === "then" || name === "constructor" || name === "__proto__") return true;
  return member.static && (name === "provided" || name === "prototype");
}

function titleOf(owner: ReactorClass, { name, static: isStatic }: ReactorMember): string {
  if (name.startsWith("@@")) return `${owner.name}[Symbol.${name.slice(2)}]`;
  if (name.startsWith("[")) return `${owner.name}${name}`;
  return `${owner.name}.${name}${isStatic ? " (static)" : ""}`;
}
