import type { Crossing, Place, Signature, Tags } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { TIMEOUT_FORMS } from "../timeout.ts";

export const noTags: Tags = {
  timeouts: [],
  throws: [],
  reactorOnly: null,
  byHand: false,
  transfer: null,
  copy: null,
  prefetch: null,
  callback: null,
  reactor: null,
  blocking: null,
};

/** Judges a declaration's own timeout tags, and, where `needed` names a member, that it has one from somewhere. */
export function checkTimeout(
  own: Tags,
  owner: Tags,
  options: Options,
  needed: { readonly place: Place; readonly name: string } | null,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { text, place, timeout } of own.timeouts) {
    if (timeout !== null) continue;
    const shown = text === "" ? "nothing" : JSON.stringify(text);
    problems.push(
      problem(
        "invalid-timeout",
        place,
        `@timeout says ${shown}, and ${TIMEOUT_FORMS}.`,
        "Write for example `@timeout 5s`.",
      ),
    );
  }
  const second = own.timeouts[1];
  if (second !== undefined) {
    problems.push(problem("invalid-timeout", second.place, "@timeout is there twice.", "Keep one of them."));
  }
  if (needed === null) return problems;
  const has = own.timeouts.length > 0 || owner.timeouts.length > 0 || options.timeout !== null;
  if (has) return problems;
  const wayOut = "Add this line to its doc comment, or to that of its class:  * @timeout 5s";
  return [
    ...problems,
    problem("missing-timeout", needed.place, `${needed.name} has no timeout: how long may a caller wait?`, wayOut),
  ];
}

/** Judges a `@transfer` tag. `on`: what the tagged thing is, where it has buffers of its own to move. */
export function checkTransfer({ transfer }: Tags, on: "member" | "class"): readonly Problem[] {
  if (transfer === null) return [];
  if (on === "class") {
    const sentence = "@transfer on a class says nothing: which of its members give their buffers away?";
    return [problem("misplaced-transfer", transfer.place, sentence, "Put it on those methods.")];
  }
  if (transfer.text === "") return [];
  const sentence = `@transfer stands alone, and here it says ${JSON.stringify(transfer.text)}: all whole buffers move.`;
  return [
    problem(
      "misplaced-transfer",
      transfer.place,
      sentence,
      "Take the words away; for some of the buffers only, call transfer() at run time.",
    ),
  ];
}

/** Judges a `@copy` tag. `title`: of the member; null where there are no values of its own. */
export function checkCopy({ copy }: Tags, title: string | null, signatures: readonly Signature[]): readonly Problem[] {
  if (copy === null) return [];
  const told = (place: Place, sentence: string, wayOut: string): Problem =>
    problem("misplaced-copy", place, sentence, wayOut);
  if (title === null)
    return [told(copy.place, "@copy says nothing here.", "Put it on methods and functions of facades.")];
  if (copy.text !== "") {
    const sentence = `@copy stands alone, and here it says ${JSON.stringify(copy.text)}: all values are copied.`;
    return [told(copy.place, sentence, "Take the words away.")];
  }
  return signatures.flatMap(({ parameters, crossing, place }) => [
    ...parameters
      .filter((each) => isNoCopy(each.crossing))
      .map((each) => told(each.place, `${title}: parameter ${JSON.stringify(each.name)} ${NO_COPY}`, TAKE_COPY_AWAY)),
    ...(isNoCopy(crossing) ? [told(place, `${title}: its result ${NO_COPY}`, TAKE_COPY_AWAY)] : []),
  ]);
}

const NO_COPY = "is never plain data by its type, and @copy says that it is.";
const TAKE_COPY_AWAY = "Take the tag away, or declare plain data.";

/** The signal of a call does not cross at all; what is refused is told by itself. */
function isNoCopy({ kind }: Crossing): boolean {
  return kind !== "copy" && kind !== "signal" && kind !== "refused";
}

/** Judges a `@callback` tag. */
export function checkCallback({ callback }: Tags): readonly Problem[] {
  if (callback === null || callback.text === "caller" || callback.text === "never") return [];
  const shown = callback.text === "" ? "nothing" : JSON.stringify(callback.text);
  const sentence = `@callback says ${shown}, and is \`caller\` (functions run in the caller's thread) or \`never\`.`;
  return [problem("callback-parameter", callback.place, sentence, "Write for example `@callback never`.")];
}

/** Whether functions may be passed: a member's own tag counts before its class's. */
export function mayCallBack(own: Tags, owner: Tags): boolean {
  return (own.callback ?? owner.callback)?.text !== "never";
}

/** The most items that may be made beforehand. */
const MOST_AHEAD = 65_536;

/** Judges a `@prefetch` tag. `iterates`: what the tagged thing gives is iterated over. */
export function checkPrefetch({ prefetch }: Tags, iterates: boolean): readonly Problem[] {
  if (prefetch === null) return [];
  const { text, place } = prefetch;
  if (!iterates) {
    const sentence = "@prefetch is for methods and functions that give an iterator, and this is none.";
    return [problem("misplaced-prefetch", place, sentence, "Take the tag away.")];
  }
  if (/^[1-9]\d*$/.test(text) && Number(text) <= MOST_AHEAD) return [];
  const sentence = `@prefetch says ${text === "" ? "nothing" : JSON.stringify(text)}, and is a whole number from 1 to ${MOST_AHEAD}.`;
  return [problem("misplaced-prefetch", place, sentence, "Write for example `@prefetch 100`.")];
}

/** Whether all that a member may give is iterated over. */
export function iterates(signatures: readonly Signature[]): boolean {
  return signatures.every(({ crossing }) => crossing.kind === "iterator");
}

/** Judges the name of a reactor in its tag. */
export function checkReactorName({ reactor }: Tags): readonly Problem[] {
  if (reactor === null || /^[\w-]{0,60}$/.test(reactor.name)) return [];
  const sentence = `@reactor ${reactor.name}: a reactor's name is 1 to 60 letters, digits, - and _.`;
  return [
    problem(
      "named-reactor",
      reactor.place,
      sentence,
      "Write for example `@reactor db`, or @reactor alone for the default one.",
    ),
  ];
}

export function checkErrors({ throws }: Tags): readonly Problem[] {
  return throws
    .filter(({ origin }) => origin === "local" || origin.origin.kind === "facade")
    .map(({ name, place }) => {
      const sentence = `${name} is declared in the reactor layer, so the facade cannot import it: callers get the error, but not as a ${name}.`;
      return problem(
        "error-in-reactor-layer",
        place,
        sentence,
        `Move ${name} to a module of its own without marked classes.`,
      );
    });
}
