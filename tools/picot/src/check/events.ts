import { type EventsFault, shownEvents } from "../events-model.ts";
import type { Parameter, ReactorClass, Signature } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { checkSignatures } from "./signature.ts";
import { checkTimeout } from "./tags.ts";

const MAP = "EventEmitter<{ tick: [rate: number] }>";

/** Judges the events of a class. */
export function checkEvents(one: ReactorClass, options: Options): readonly Problem[] {
  const { events, name } = one;
  if (events === null) return [];
  if (events.fault !== null) return [faultProblem(name, events.fault)];
  const shown = shownEvents(events);
  const problems = shown.flatMap(({ name: event, signature }) => checkEvent(name, event, signature));
  if (shown.length > 0)
    problems.push(...checkTimeout(events.tags, one.tags, options, { place: events.place, name: `${name}.on` }));
  if (events.ownExpect !== null) {
    const sentence = `${name} has a member that is called expect; its facade has that one, and none that waits for events.`;
    problems.push(
      problem("own-expect", events.ownExpect, sentence, "Give it another name, where waiting for events is wanted."),
    );
  }
  return problems;
}

function checkEvent(owner: string, event: string, signature: Signature): readonly Problem[] {
  const member = `on(${JSON.stringify(event)})`;
  const isFunction = ({ crossing }: Parameter): boolean =>
    crossing.kind === "refused" && crossing.reason === "function" && crossing.path === "";
  const functions = signature.parameters.filter(isFunction).map(({ name, place }) => {
    const sentence = `${owner}.${member}: ${JSON.stringify(name)} is a function, which cannot come with an event: nobody would wait for what it gives.`;
    const wayOut = "Send plain data or a marked object, or tag the event @reactorOnly where it is declared.";
    return problem("param-cannot-cross", place, sentence, wayOut);
  });
  const parameters = signature.parameters.filter((each) => !isFunction(each));
  return [...functions, ...checkSignatures(owner, member, [{ ...signature, parameters }])];
}

function faultProblem(name: string, { kind, place }: EventsFault): Problem {
  switch (kind) {
    case "untyped":
      return problem(
        "event-emitter",
        place,
        `${name} is an event emitter, and nothing says which events it has.`,
        `Say so, as ${MAP}, or keep the emitter in a #private field.`,
      );
    case "form":
      return problem(
        "event-emitter",
        place,
        `${name}.on takes listeners, and picot cannot read which events there are.`,
        'Write an overload for each, as `on(event: "tick", listener: (rate: number) => void): this`, or one signature over a map of events; or tag it @reactorOnly.',
      );
    case "no-off":
      return problem(
        "event-emitter",
        place,
        `${name} has on, and neither off nor removeListener: a facade could not end what it began.`,
        "Add `off(event, listener)`, or tag `on` @reactorOnly.",
      );
    case "symbol":
      return problem(
        "event-emitter",
        place,
        `${name} has an event that is named by a symbol, which has no name in a facade.`,
        "Name it by a string, or tag it @reactorOnly in the map of events.",
      );
  }
}
