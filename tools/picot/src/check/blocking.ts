import type {
  CrossingRefusal,
  Parameter,
  ReactorClass,
  ReactorFunction,
  ReactorMember,
  ReactorModule,
  Signature,
  Tags,
} from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { checkExport } from "./export.ts";
import { staleProblem } from "./member.ts";
import { checkSignatures } from "./signature.ts";
import { checkCopy, checkErrors, checkTimeout, checkTransfer, noTags } from "./tags.ts";

/** What is wrong with a module whose marked code blocks, and runs in threads of the reactor's pool. */
export function checkBlocking({ classes, functions }: ReactorModule, options: Options): readonly Problem[] {
  // What bears the other layer's tag is a problem already, and meant to be judged by other rules.
  return [
    ...classes.filter(isBlocking).flatMap((one) => checkClass(one, options)),
    ...functions.filter(isBlocking).flatMap((one) => checkFunction(one, options)),
  ];
}

const isBlocking = ({ tags }: { readonly tags: Tags }): boolean => tags.blocking !== null;

function checkFunction(one: ReactorFunction, options: Options): readonly Problem[] {
  const { name, place, tags, signatures } = one;
  const reserved =
    name === "then" || name === "__proto__"
      ? [problem("reserved-name", place, `A twin cannot have a function named ${name}.`, "Give it another name.")]
      : [];
  return [
    ...checkExport("function", one, "blocking"),
    ...checkOwnTags(tags, options),
    ...checkTransfer(tags, "member"),
    ...reserved,
    ...checkCalls(null, name, signatures),
  ];
}

function checkClass(one: ReactorClass, options: Options): readonly Problem[] {
  const { name, place, construct, base, merged } = one;
  const problems: Problem[] = [];
  if (merged) {
    const sentence = `An interface or namespace named ${name} adds members to the class, and picot would not see them.`;
    problems.push(problem("merged-class", place, sentence, "Declare all of its members in the class."));
  }
  if (base !== null) {
    const from = base.kind === "marked" ? base.target.name : base.name;
    const sentence = `${name} extends ${from}; its twin has the members of ${name} alone, and extends nothing.`;
    problems.push(problem("hidden-base-members", place, sentence, `Repeat in ${name} what the reactor is to call.`));
    if (construct.kind === "inherited" && (base.kind === "marked" || base.takesArguments)) {
      const inherits = `${name} takes the constructor of ${from}, so picot does not know its parameters.`;
      problems.push(
        problem("inherited-constructor", place, inherits, `Write a constructor in ${name} that calls super(…).`),
      );
    }
  }
  return [
    ...checkExport("class", one, "blocking"),
    ...problems,
    ...checkOwnTags(one.tags, options),
    ...checkTransfer(one.tags, "class"),
    ...checkCalls(name, "constructor", construct.signatures),
    ...one.members.flatMap((member) => checkMember(one, member, options)),
  ];
}

function checkMember(
  { name: owner, members }: ReactorClass,
  member: ReactorMember,
  options: Options,
): readonly Problem[] {
  const { name, place, tags, access, kind, signatures } = member;
  const title = name.startsWith("[") ? `${owner}${name}` : `${owner}.${name}`;
  if (tags.reactorOnly !== null)
    return access === "public" ? [] : [staleProblem(title, access, tags.reactorOnly, "@threadOnly")];
  if (access !== "public") return [];
  // The setter of a getter, or of a field, stands in the same place and is told with it.
  if (kind === "setter" && members.some((each) => each.kind === "getter" && each.name === name)) return [];
  if (kind !== "method" && kind !== "generator") return [noMethod(title, member)];
  const reserved = ["then", "constructor", "__proto__"].includes(name) || (member.static && name === "prototype");
  const sentence = `${title} cannot be in a twin: ${JSON.stringify(name)} has a meaning of its own there.`;
  return [
    ...(reserved ? [problem("reserved-name", place, sentence, "Give it another name, or tag it @threadOnly.")] : []),
    ...checkOwnTags(tags, options),
    ...checkTransfer(tags, "member"),
    ...checkCalls(owner, name, signatures),
  ];
}

function noMethod(title: string, { place, kind }: ReactorMember): Problem {
  const what =
    kind === "computed"
      ? "is named by a symbol, or at run time only"
      : kind === "optional-method"
        ? "is optional: the twin cannot tell whether it is there"
        : "is read and set without a call, and in the reactor there is nothing to wait with";
  return problem(
    "blocking-property",
    place,
    `${title} ${what}; a twin has methods with plain names.`,
    "Make it a method, or make it #private, or tag it @threadOnly.",
  );
}

/** No timeout is needed: who awaits blocks nobody. One that is there must be good. */
function checkOwnTags(tags: Tags, options: Options): readonly Problem[] {
  return [...checkTimeout(tags, noTags, options, null), ...checkCopy(tags, null, []), ...checkErrors(tags)];
}

/** Judged as those of facades are, with this side's words; and nothing of them may be asynchronous. */
function checkCalls(owner: string | null, name: string, signatures: readonly Signature[]): readonly Problem[] {
  const title = owner === null ? name : `${owner}.${name}`;
  const isWhole = ({ crossing }: Signature, reason: CrossingRefusal): boolean =>
    crossing.kind === "refused" && crossing.reason === reason && crossing.path === "";
  const promised = signatures.filter((each) => isWhole(each, "promise"));
  const iterated = signatures.filter((each) => isWhole(each, "iterable"));
  const others = signatures.filter((each) => !promised.includes(each) && !iterated.includes(each));
  return [
    ...promised.map(({ place }) => {
      const sentence = `${title} is asynchronous; what is tagged @blocking runs in a thread that it may block.`;
      const wayOut = "Tag it @reactor, in a module of its own, if the reactor should run it; or take the promise away.";
      return problem("blocking-async", place, sentence, wayOut);
    }),
    ...iterated.map(({ place }) => {
      const sentence = `${title} gives an iterator, and is no generator; the twin is to know by the source that items come one by one.`;
      const wayOut = "Write it as a generator (`function*`, with `yield*`), or return an array, or tag it @threadOnly.";
      return problem("async-iterable", place, sentence, wayOut);
    }),
    ...others.flatMap((each) => [...objects(title, each), ...functions(title, each)]),
    ...checkSignatures(owner, name, others.map(withoutFunctions)).map(inThread),
  ];
}

const isFunction = ({ crossing }: Parameter): boolean =>
  crossing.kind === "refused" && crossing.reason === "function" && crossing.path === "";

/** Nobody waits for a job who could run a function of his own meanwhile, as a blocked caller of a facade does. */
function functions(title: string, { parameters }: Signature): readonly Problem[] {
  return parameters.filter(isFunction).map(({ name, place }) => {
    const sentence = `${title}: parameter ${JSON.stringify(name)} is a function; functions do not cross to a job's thread.`;
    const wayOut = "Return what it would be told, or yield it from a generator, or tag the method @threadOnly.";
    return problem("callback-parameter", place, sentence, wayOut);
  });
}

function withoutFunctions(signature: Signature): Signature {
  const parameters = signature.parameters.map((each): Parameter =>
    isFunction(each) ? Object.assign({}, each, { crossing: { kind: "copy" } }) : each,
  );
  return { ...signature, parameters };
}

function inThread(found: Problem): Problem {
  const wayOut = found.wayOut.replaceAll("@reactorOnly", "@threadOnly").replaceAll("in the reactor", "in the thread");
  return { ...found, wayOut };
}

/** Objects of the reactor stay there: a thread has facades of them, which do not come by its twin's arguments. */
function objects(title: string, { place, crossing, parameters }: Signature): readonly Problem[] {
  const found = [
    ...(crossing.kind === "handle" ? [{ what: "its result", place, of: crossing.target.name }] : []),
    ...parameters.flatMap((each) =>
      each.crossing.kind === "handle"
        ? [{ what: `parameter ${JSON.stringify(each.name)}`, place: each.place, of: each.crossing.target.name }]
        : [],
    ),
  ];
  return found.map(({ what, place: at, of }) => {
    const sentence = `${title}: ${what} is a ${of}, which lives in the reactor and does not leave it.`;
    const wayOut = `Pass the data that the thread needs, or have the reactor provide() it, and take ${of}.provided(name) there.`;
    return problem("reactor-object", at, sentence, wayOut);
  });
}
