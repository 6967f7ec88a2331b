import type { ReactorFunction } from "../model.ts";
import type { Options } from "../options.ts";
import { type Problem, problem } from "../problem.ts";
import { checkExport } from "./export.ts";
import { checkSignatures } from "./signature.ts";
import {
  checkCallback,
  checkCopy,
  checkErrors,
  checkPrefetch,
  checkReactorName,
  checkTimeout,
  checkTransfer,
  iterates,
  mayCallBack,
  noTags,
} from "./tags.ts";

export function checkFunction(one: ReactorFunction, options: Options): readonly Problem[] {
  const { name, place, tags } = one;
  const problems = [
    ...checkExport("function", one),
    ...checkReactorName(tags),
    ...checkTimeout(tags, noTags, options, { place, name }),
    ...checkTransfer(tags, "member"),
    ...checkCopy(tags, name, one.signatures),
    ...checkPrefetch(tags, iterates(one.signatures)),
    ...checkCallback(tags),
    ...checkErrors(tags),
  ];
  if (name === "then" || name === "__proto__") {
    problems.push(
      problem("reserved-name", place, `A facade cannot have a function named ${name}.`, "Give it another name."),
    );
  }
  return [
    ...problems,
    ...checkSignatures(null, name, one.signatures, { isCall: true, mayCallBack: mayCallBack(tags, noTags) }),
  ];
}
