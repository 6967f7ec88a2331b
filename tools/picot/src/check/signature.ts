import { type Crossing, type Parameter, type Signature, type TypeFault, type TypeText, isLive } from "../model.ts";
import { type Problem, problem } from "../problem.ts";
import { callbackProblem, paramProblem, resultProblem } from "./crossing.ts";

/** What functions among the parameters may be. */
export interface Callbacks {
  /** The member is called, and may take its time. */
  readonly isCall: boolean;
  readonly mayCallBack: boolean;
}

/** Judges all signatures of one member. `owner` is null for a function. */
export function checkSignatures(
  owner: string | null,
  member: string,
  signatures: readonly Signature[],
  callbacks: Callbacks = { isCall: true, mayCallBack: true },
): readonly Problem[] {
  const title = owner === null ? member : `${owner}.${member}`;
  const problems = signatures.flatMap((signature) => checkSignature(title, member, signature, callbacks));
  const disagreement = disagreeing(signatures);
  if (disagreement !== null) {
    const sentence = `The overloads of ${title} disagree on how ${disagreement} crosses: copied, as a marked object, as a function, or not at all, as the signal of the call.`;
    problems.push(
      problem(
        "mixed-crossings",
        signatures[0]?.place ?? { file: "", line: 1, column: 1, text: "" },
        sentence,
        "Give the forms names of their own.",
      ),
    );
  }
  return problems;
}

function checkSignature(title: string, member: string, signature: Signature, callbacks: Callbacks): Problem[] {
  const { parameters, result, crossing, place, typeParameters } = signature;
  const problems = parameters.flatMap((parameter) => checkParameter(title, member, parameter, callbacks));
  if (crossing.kind === "refused") problems.push(resultProblem(title, place, crossing));
  return [
    ...problems,
    ...typeFaults(title, result),
    ...(typeParameters === null ? [] : typeFaults(title, typeParameters)),
  ];
}

function checkParameter(title: string, member: string, parameter: Parameter, callbacks: Callbacks): readonly Problem[] {
  const { name, place, crossing, untyped, type } = parameter;
  if (untyped) {
    const sentence = `${title}: parameter ${JSON.stringify(name)} has no type.`;
    return [problem("untyped-parameter", place, sentence, "Write its type: the facade says the same.")];
  }
  if (crossing.kind === "refused") return [paramProblem(title, parameter, crossing)];
  if (crossing.kind === "callback") {
    const found = callbackProblem(title, member, parameter, callbacks);
    if (found !== null) return [found];
  }
  return typeFaults(title, type);
}

/** Names in a type that a generated file cannot have. `made`: what is generated. */
export function typeFaults(title: string, { faults }: TypeText, made = "the facade"): readonly Problem[] {
  return faults.map((fault) => faultProblem(title, fault, made));
}

function faultProblem(title: string, { kind, name, place, declared }: TypeFault, made: string): Problem {
  switch (kind) {
    case "unexported": {
      const sentence = `${title} uses ${name}, which its module does not export; ${made} could not name it.`;
      const wayOut =
        declared === undefined
          ? `Export ${name}.`
          : `Write \`export ${declared.words}\` in line ${declared.place.line}.`;
      return problem("unexported-type", place, sentence, wayOut);
    }
    case "unresolved":
      return problem(
        "unresolved-type",
        place,
        `${title} uses ${name}, which cannot be found.`,
        "Mend the import, install the package (where the facade goes, too), or build the project that it comes from.",
      );
    case "unnameable": {
      const what = name === "" ? "a type that has no name" : name;
      const sentence = `${title} has no written type, and what TypeScript makes of it needs ${what}, which this module does not import.`;
      return problem("unnameable-type", place, sentence, "Write the type.");
    }
  }
}

/** The plan has one crossing per position, whichever overload is called. */
function disagreeing(signatures: readonly Signature[]): string | null {
  const same = (crossings: readonly Crossing[]): boolean => new Set(crossings.map(key)).size <= 1;
  if (!same(signatures.map(({ crossing }) => crossing))) return "the result";
  const longest = Math.max(0, ...signatures.map(({ parameters }) => parameters.length));
  // Marked objects from one place on are that in all forms.
  const rest = signatures.map(({ parameters }) => parameters.findIndex((each) => each.rest && isLive(each.crossing)));
  const from = rest.find((index) => index >= 0);
  if (from !== undefined && longest > from + 1) return `parameter ${from + 2}`;
  for (let index = 0; index < longest; index++) {
    const at = signatures.flatMap(({ parameters }) => parameters[index] ?? []);
    if (!same(at.map(({ crossing }) => crossing))) return `parameter ${index + 1}`;
  }
  return null;
}

function key(crossing: Crossing): string {
  if (crossing.kind === "handle") return `${crossing.target.file} ${crossing.target.name}`;
  if (crossing.kind === "iterator") return `iterator ${key(crossing.item)}`;
  if (crossing.kind === "parts") return JSON.stringify(crossing);
  if (crossing.kind !== "callback") return crossing.kind;
  return `callback (${crossing.params.map(key).join()}) ${crossing.result === null ? "" : key(crossing.result)}`;
}
