import type { Crossing, Parameter, Place } from "../model.ts";
import type { Callbacks } from "./signature.ts";
import { type Problem, type ProblemCode, problem } from "../problem.ts";

type Refused = Extract<Crossing, { kind: "refused" }>;

const listeners = new Set(["on", "once", "off", "addListener", "removeListener", "subscribe"]);

export function paramProblem(title: string, { name, place }: Parameter, refused: Refused): Problem {
  const whole = refused.path === "";
  const subject = `${title}: parameter ${JSON.stringify(name)}`;
  if (refused.reason === "function" && whole) {
    const sentence = `${subject} is a function of several forms, or may be something else as well; only a plain function can be called back.`;
    return problem(
      "callback-parameter",
      place,
      sentence,
      "Declare it with one signature and nothing besides, as `(row: Row) => void`, or tag the method @reactorOnly.",
    );
  }
  const { code, what, wayOut } = refusal(refused, `${name}${refused.path}`, "param-cannot-cross");
  return problem(code, place, `${subject} ${what}.`, wayOut);
}

/** A function that crosses by its type, and could not be called by what it is passed to. */
export function callbackProblem(
  title: string,
  member: string,
  { name, place }: Parameter,
  { isCall, mayCallBack }: Callbacks,
): Problem | null {
  const subject = `${title}: parameter ${JSON.stringify(name)}`;
  if (listeners.has(member)) {
    const sentence = `${subject} is a listener; a function can be called back only until the call that it came with has ended.`;
    return problem(
      "event-emitter",
      place,
      sentence,
      "Add a method that gives the data, and tag this one @reactorOnly.",
    );
  }
  if (!mayCallBack) {
    const sentence = `${subject} is a function, and \`@callback never\` says that there are none.`;
    return problem("callback-parameter", place, sentence, "Pass plain data, or tag the method `@callback caller`.");
  }
  if (isCall) return null;
  const sentence = `${subject} is a function, which could be called back only until ${member === "constructor" ? "the object is made" : "the value is set"}.`;
  return problem("callback-parameter", place, sentence, "Take the function in the method that calls it.");
}

export function resultProblem(title: string, place: Place, refused: Refused): Problem {
  const { code, what, wayOut } = refusal(refused, `result${refused.path}`, "result-cannot-cross");
  return problem(code, place, `${title}: its result ${what}.`, wayOut);
}

function refusal(
  { reason, path, name }: Refused,
  at: string,
  code: ProblemCode,
): { readonly code: ProblemCode; readonly what: string; readonly wayOut: string } {
  const only = "or tag the method @reactorOnly";
  const where = path === "" ? "is" : `has, at ${at},`;
  switch (reason) {
    case "function":
      return {
        code,
        what: `${where} a function, which cannot cross threads`,
        wayOut: `Use plain data there, ${only}.`,
      };
    case "promise":
      return {
        code,
        what: `${where} a promise, which cannot cross threads`,
        wayOut: `Await it in the reactor, ${only}.`,
      };
    case "signal":
      return {
        code,
        what: `${where} an AbortSignal, which cannot cross threads`,
        wayOut: `Take it as the last parameter of a method that is awaited: callers do not see that one, and it is the signal of their call; ${only}.`,
      };
    case "symbol":
      return { code, what: `${where} a symbol, which cannot cross threads`, wayOut: `Use a string there, ${only}.` };
    case "iterable":
      return {
        code: "async-iterable",
        what: `${where} ${article(name)}; an iterator crosses only as the whole result of a method`,
        wayOut: `Use an array there, or give the iterator by a method of its own, ${only}.`,
      };
    case "nested": {
      const which =
        path === "" ? `may be a ${name}, which is marked, or something else` : `${where} a ${name}, which is marked`;
      const what = `${which}; it cannot cross there`;
      return { code: "nested-reference", what, wayOut: `Pass or return it by itself, ${only}.` };
    }
    case "recursive": {
      const what = `${path === "" ? "is" : `has, at ${at},`} of a type that leads back to itself and has marked objects (${name}) in it, whose places nobody could list`;
      return {
        code: "recursive-reference",
        what,
        wayOut: `Give them in an array or a map beside plain data, ${only}.`,
      };
    }
    case "mixed": {
      const may = path === "" ? "may be" : `may have, at ${at},`;
      const what = `${may} ${name}, which are marked classes of their own; the facade could not tell which one came`;
      return { code: "mixed-crossings", what, wayOut: "Declare one class, or a marked base class of them." };
    }
  }
}

function article(name: string): string {
  return name === "" || name === "__type" ? "an iterable" : `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}
