import type { Crossing, Signature, TypeName, TypePiece, TypeText } from "../../model.ts";
import { type Problem, problem } from "../../problem.ts";
import { typeFaults } from "../signature.ts";

/** Judges all signatures of a member or function. In one thread nothing crosses: it is about names and twins only. */
export function checkGreenSignatures(title: string, signatures: readonly Signature[]): readonly Problem[] {
  const problems = signatures.flatMap((signature) => checkSignature(title, signature));
  const [first] = signatures;
  const results = new Set(signatures.map(({ crossing }) => keyOf(crossing)));
  if (first !== undefined && results.size > 1) {
    const sentence = `The overloads of ${title} disagree on whether the result is a class tagged @green.`;
    problems.push(problem("mixed-crossings", first.place, sentence, "Give the forms names of their own."));
  }
  return problems;
}

function checkSignature(title: string, { place, parameters, result, crossing, typeParameters }: Signature): Problem[] {
  return [
    ...parameters.flatMap((parameter) => {
      const what = `parameter ${JSON.stringify(parameter.name)}`;
      if (!parameter.untyped) return checkPart(title, what, parameter.place, parameter.type, parameter.crossing);
      const sentence = `${title}: ${what} has no type.`;
      return [problem("untyped-parameter", parameter.place, sentence, "Write its type: the green twin says the same.")];
    }),
    ...checkPart(title, "its result", place, result, crossing),
    ...(typeParameters === null ? [] : checkPart(title, "a type parameter", place, typeParameters, { kind: "copy" })),
  ];
}

function checkPart(
  title: string,
  what: string,
  place: Signature["place"],
  text: TypeText,
  crossing: Crossing,
): readonly Problem[] {
  if (crossing.kind === "refused") {
    const sentence = `${title}: ${what} may be ${crossing.name}, which are tagged @green; the twin could not tell which one came.`;
    return [
      problem("mixed-crossings", place, sentence, "Declare one class, or a base class of them that is tagged too."),
    ];
  }
  const whole = crossing.kind === "handle" ? 1 : 0;
  const [nested] = text.pieces.filter(isMarked).slice(whole);
  if (nested === undefined) return typeFaults(title, text, "the green twin");
  const sentence = `${title}: ${what} has a ${nested.local} in it, which is tagged @green; a twin stands only for a whole argument or result.`;
  return [problem("nested-reference", place, sentence, `Pass or return one ${nested.local} per call.`)];
}

function isMarked(piece: TypePiece): piece is TypeName {
  return typeof piece !== "string" && piece.kind === "name" && piece.origin.kind === "facade";
}

/** Whether a type's text names a class that has a twin. */
export function mentionsMarked({ pieces }: TypeText): boolean {
  return pieces.some(isMarked);
}

function keyOf(crossing: Crossing): string {
  return crossing.kind === "handle" ? `${crossing.target.file} ${crossing.target.name}` : crossing.kind;
}
