import type {
  Crossing,
  CrossingReport,
  MemberReport,
  ReactorClass,
  ReactorMember,
  ReactorModule,
  Signature,
} from "../../model.ts";
import type { Problem } from "../../problem.ts";
import { codeWithin } from "../members.ts";

/** For every public member of a module's classes tagged `@green`, and every such function: in the green twin, or out and why. */
export function reportGreenMembers(module: ReactorModule, problems: readonly Problem[]): readonly MemberReport[] {
  return [
    ...module.classes.flatMap((one) => [...constructorReport(one, problems), ...memberReports(one, problems)]),
    ...module.functions.map((one) => report("", one.name, one.signatures, codeWithin(one, problems))),
  ];
}

function constructorReport(one: ReactorClass, problems: readonly Problem[]): readonly MemberReport[] {
  const { construct, name } = one;
  if (construct.access !== "public" || construct.kind === "inherited") return [];
  const excluded = one.abstract ? "abstract class" : null;
  const made = report(name, "constructor", construct.signatures, excluded ?? codeWithin(construct, problems));
  const signatures = made.signatures?.map((each) => ({ ...each, result: { crossing: "twin", of: name } as const }));
  return [signatures === undefined ? made : { ...made, signatures }];
}

function memberReports(owner: ReactorClass, problems: readonly Problem[]): readonly MemberReport[] {
  const shown = owner.members.filter(({ access }) => access === "public");
  const own = shown.map((member) => {
    const out = member.signatures.length === 0 ? "no plain method" : null;
    return report(owner.name, titleOf(member), member.signatures, codeWithin(member, problems) ?? out);
  });
  const { base } = owner;
  const absent = base === null ? [] : base.kind === "marked" ? base.between : base.members;
  return [...own, ...absent.map((name) => report(owner.name, name, [], "inherited from a class that is not tagged"))];
}

/** `static make`, `get size`: as the source says it. */
function titleOf({ name, kind, static: isStatic }: ReactorMember): string {
  const half = kind === "getter" || kind === "setter" ? `${kind.slice(0, 3)} ` : "";
  return `${isStatic ? "static " : ""}${half}${name.replace(/^@@(\w+)$/, "[Symbol.$1]")}`;
}

function report(owner: string, member: string, signatures: readonly Signature[], reason: string | null): MemberReport {
  if (reason !== null) return { owner, member, included: false, reason };
  return {
    owner,
    member,
    included: true,
    signatures: signatures.map(({ parameters, crossing }) => ({
      parameters: parameters.map(({ name, rest, crossing: each }) => ({ name, rest, ...crossingReport(each) })),
      result: crossingReport(crossing),
    })),
  };
}

function crossingReport(crossing: Crossing): CrossingReport {
  if (crossing.kind === "signal") return { crossing: "signal" };
  return crossing.kind === "handle" ? { crossing: "twin", of: crossing.target.name } : { crossing: "same" };
}
