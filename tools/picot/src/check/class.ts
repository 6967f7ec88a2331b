import type { BaseClass, ReactorClass } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { checkEvents } from "./events.ts";
import { checkExport } from "./export.ts";
import { checkMember, staleProblem } from "./member.ts";
import { checkSignatures } from "./signature.ts";
import {
  checkCallback,
  checkCopy,
  checkErrors,
  checkReactorName,
  checkTimeout,
  checkTransfer,
  noTags,
} from "./tags.ts";

export function checkClass(one: ReactorClass, options: Options): readonly Problem[] {
  const named = one.construct.kind === "own" || one.construct.kind === "inherited";
  const needsLimit = named && !one.abstract;
  return [
    ...checkExport("class", one),
    ...checkShape(one),
    ...checkReactorName(one.tags),
    ...checkTimeout(one.tags, one.tags, options, null),
    ...checkTransfer(one.tags, "class"),
    ...checkCopy(one.tags, null, []),
    ...checkCopy(one.construct.tags ?? noTags, null, []),
    ...checkTransfer(one.construct.tags ?? noTags, "member"),
    ...checkErrors(one.tags),
    ...checkCallback(one.tags),
    ...(needsLimit ? checkConstructorTimeout(one, options) : []),
    ...checkStale(one),
    ...checkSignatures(one.name, "constructor", one.construct.signatures, { isCall: false, mayCallBack: true }),
    ...checkBase(one, one.base),
    ...checkEvents(one, options),
    ...one.members.flatMap((member) => checkMember(one, member, options)),
  ];
}

function checkConstructorTimeout(one: ReactorClass, options: Options): readonly Problem[] {
  const { tags, place } = one.construct;
  return checkTimeout(tags ?? noTags, one.tags, options, { place, name: `new ${one.name}()` });
}

function checkStale({ name, construct }: ReactorClass): readonly Problem[] {
  const place = construct.tags?.reactorOnly ?? null;
  if (place === null || construct.access === "public") return [];
  const tag = construct.tags?.byHand === true ? "@byHand" : "@reactorOnly";
  return [staleProblem(`The constructor of ${name}`, construct.access, place, tag)];
}

export function checkShape(one: ReactorClass): readonly Problem[] {
  const { name, place } = one;
  const problems: Problem[] = [];
  if (one.merged) {
    const sentence = `An interface or namespace named ${name} adds members to the class, and picot would not see them.`;
    problems.push(problem("merged-class", place, sentence, "Declare all of its members in the class."));
  }
  return problems;
}

function checkBase(one: ReactorClass, base: BaseClass | null): readonly Problem[] {
  if (base === null) return [];
  if (base.kind === "marked") {
    const problems: Problem[] = [];
    if (base.between.length > 0) {
      const sentence = `${one.name} inherits ${list(base.between)} from a class that is not marked; the facade leaves them out.`;
      problems.push(
        problem("hidden-base-members", one.place, sentence, "Tag that class @reactor too, or repeat the methods here."),
      );
    }
    if (base.constructorBetween && one.construct.kind === "inherited") {
      const sentence = `${one.name} takes the constructor of a class that is not marked, so picot does not know its parameters.`;
      problems.push(
        problem(
          "inherited-constructor",
          one.place,
          sentence,
          `Write a constructor in ${one.name} that calls super(…).`,
        ),
      );
    }
    return problems;
  }
  // Its members are known: those of events the facade has, and the others are for whoever emits.
  if (base.emitter === "node") return [];
  if (base.emitter === "missing" && one.events === null) {
    const sentence = `${one.name} extends EventEmitter, which cannot be found; its events would be left out.`;
    const wayOut = "Mend the import; for Node's own, install @types/node, and name it in the tsconfig's `types`.";
    return [problem("unresolved-type", base.place, sentence, wayOut)];
  }
  const problems: Problem[] = [];
  if (base.emitter === "other" && one.events === null) {
    const sentence = `${one.name} has the events of ${base.name}, which is not Node's EventEmitter; nothing says which these are.`;
    const wayOut = `Extend EventEmitter<{ tick: [rate: number] }>, or declare \`on\` and \`off\` in ${one.name}, or keep the emitter in a #private field.`;
    return [problem("event-emitter", base.place, sentence, wayOut)];
  }
  const absent = base.members.filter((name) => base.emitter === null || !nodeMembers.has(name));
  if (absent.length > 0) {
    const sentence = `${one.name} extends ${base.name}, which is not marked; the facade leaves out ${list(absent)}.`;
    problems.push(
      problem(
        "hidden-base-members",
        base.place,
        sentence,
        `Tag ${base.name} @reactor too, or repeat the methods in ${one.name}.`,
      ),
    );
  }
  if (one.construct.kind === "inherited" && base.takesArguments) {
    const sentence = `${one.name} takes the constructor of ${base.name}, which is not marked, so picot does not know its parameters.`;
    problems.push(
      problem("inherited-constructor", one.place, sentence, `Write a constructor in ${one.name} that calls super(…).`),
    );
  }
  return problems;
}

/** What every EventEmitter of Node has. */
const nodeMembers: ReadonlySet<string> = new Set(
  `addListener emit eventNames getMaxListeners listenerCount listeners off on once prependListener prependOnceListener rawListeners
  removeAllListeners removeListener setMaxListeners [captureRejectionSymbol]`.split(/\s+/),
);

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
