import {
  type Crossing,
  type CrossingReport,
  type MemberReport,
  type ReactorClass,
  type ReactorFunction,
  type ReactorMember,
  type ReactorModule,
  type Signature,
  type SignatureReport,
  targetsOf,
} from "../model.ts";
import type { Problem } from "../problem.ts";

/** For every public member of a module's marked classes, and every marked function: in the facade, or out and why. */
export function reportMembers(module: ReactorModule, problems: readonly Problem[]): readonly MemberReport[] {
  const errors = problems.filter(({ severity }) => severity === "error");
  const tag = module.layer === "reactor" ? "@reactorOnly" : "@threadOnly";
  return [
    ...module.classes.flatMap((one) => [...constructorReport(one, errors, tag), ...memberReports(one, errors, tag)]),
    ...module.functions.map((one) => report("", one.name, one.signatures, codeWithin(one, errors))),
  ];
}

function constructorReport(one: ReactorClass, errors: readonly Problem[], tag: string): readonly MemberReport[] {
  const { construct, name } = one;
  if (construct.access !== "public" || construct.kind === "inherited") return [];
  const excluded = one.abstract
    ? "abstract class"
    : construct.kind === "refused"
      ? construct.tags?.byHand === true
        ? "@byHand"
        : tag
      : null;
  const made = report(name, "constructor", construct.signatures, excluded ?? codeWithin(construct, errors));
  // What it gives is the facade itself.
  const signatures = made.signatures?.map((each) => ({ ...each, result: { crossing: "handle", of: name } as const }));
  return [signatures === undefined ? made : { ...made, signatures }];
}

function memberReports(owner: ReactorClass, errors: readonly Problem[], tag: string): readonly MemberReport[] {
  const shown = owner.members.filter(({ access }) => access === "public");
  const own = shown.map((member) => {
    const left = member.tags.byHand ? "@byHand" : tag;
    const reason = member.tags.reactorOnly === null ? codeWithin(member, errors) : left;
    return report(owner.name, titleOf(member), member.signatures, reason);
  });
  const { base, events } = owner;
  const present = new Set(events?.members);
  const absent = (base === null ? [] : base.kind === "marked" ? base.between : base.members).filter(
    (name) => !present.has(name),
  );
  return [
    ...own,
    ...eventReports(owner, errors),
    ...absent.map((name) => report(owner.name, name, [], "inherited from a class that is not marked")),
  ];
}

/** The members of events, and each event with what its handlers get. */
function eventReports({ name, events }: ReactorClass, errors: readonly Problem[]): readonly MemberReport[] {
  if (events === null) return [];
  const place = events.fault?.place ?? events.place;
  const reason = codeWithin({ place, tags: events.tags, signatures: [] }, errors);
  const given = [
    { name: "event", rest: false, crossing: "copy" },
    { name: "handler", rest: false, crossing: "callback" },
  ] as const;
  const signatures = [{ parameters: given, result: { crossing: "handle", of: name } as const }];
  const members = events.members.map((member) =>
    reason === null
      ? { owner: name, member, included: true, signatures }
      : { owner: name, member, included: false, reason },
  );
  const each = events.all.map(({ name: event, place: at, hidden, signature }) => {
    const found = hidden
      ? "@reactorOnly"
      : (reason ?? codeWithin({ place: at, tags: null, signatures: [signature] }, errors));
    return report(name, `event ${event}`, [signature], found);
  });
  return [...members, ...each];
}

/** `static make`, `get size`: as the source says it. */
function titleOf({ name, kind, static: isStatic, tags }: ReactorMember): string {
  const half = tags.reactorOnly === null && (kind === "getter" || kind === "setter") ? `${kind.slice(0, 3)} ` : "";
  return `${isStatic ? "static " : ""}${half}${name.replace(/^@@(\w+)$/, "[Symbol.$1]")}`;
}

function report(owner: string, member: string, signatures: readonly Signature[], reason: string | null): MemberReport {
  if (reason !== null) return { owner, member, included: false, reason };
  return { owner, member, included: true, signatures: signatures.map(signatureReport) };
}

function signatureReport({ parameters, crossing }: Signature): SignatureReport {
  return {
    parameters: parameters.map(({ name, rest, crossing: each }) => ({ name, rest, ...crossingReport(each) })),
    result: crossingReport(crossing),
  };
}

function crossingReport(crossing: Crossing): CrossingReport {
  if (crossing.kind === "handle") return { crossing: "handle", of: crossing.target.name };
  if (crossing.kind === "iterator") {
    const [target] = targetsOf(crossing);
    return { crossing: "iterator", ...(target !== undefined && { of: target.name }) };
  }
  if (crossing.kind === "parts")
    return { crossing: "parts", of: [...new Set(targetsOf(crossing).map(({ name }) => name))].join(", ") };
  return { crossing: crossing.kind === "callback" || crossing.kind === "signal" ? crossing.kind : "copy" };
}

type Judged = Pick<ReactorMember | ReactorFunction, "place" | "signatures"> & {
  readonly tags: ReactorMember["tags"] | null;
};

/** The error that keeps a member out. */
export function codeWithin(member: Judged, errors: readonly Problem[]): string | null {
  return errors.find(({ place }) => isWithin(member, place.line, place.column))?.code ?? null;
}

function isWithin({ place: own, tags, signatures }: Judged, line: number, column: number): boolean {
  const { timeouts = [], transfer = null, copy = null, prefetch = null, callback = null } = tags ?? {};
  const places = [own, ...[...timeouts, transfer, copy, prefetch, callback].flatMap((tag) => tag?.place ?? [])];
  for (const { place, parameters, result, typeParameters } of signatures) {
    const texts = [result, ...parameters.map(({ type }) => type), ...(typeParameters === null ? [] : [typeParameters])];
    places.push(place, ...parameters.map((parameter) => parameter.place));
    places.push(...texts.flatMap(({ faults }) => faults.map((fault) => fault.place)));
  }
  return places.some((place) => place.line === line && place.column === column);
}
