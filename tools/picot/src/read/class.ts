import { ts } from "../../compiler.cjs";
import type { ReactorClass, ReactorConstructor, ReactorFunction, ReactorMember } from "../model.ts";
import { readBase } from "./base.ts";
import { eventMembers, readEvents } from "./events.ts";
import { type Context, hasModifier, isHidden, placeOf, valueExports } from "./context.ts";
import { accessOf, readMembers } from "./member.ts";
import { asTagged, readSignatures } from "./signature.ts";
import { readTags } from "./tags.ts";
import { writtenText } from "./written.ts";

export function readClass(context: Context, node: ts.ClassDeclaration): ReactorClass {
  const { base, inherited } = readBase(context, node);
  const symbol = node.name && context.checker.getSymbolAtLocation(node.name);
  const events = readEvents(context, node, inherited);
  const isOfEvents = (member: ReactorMember): boolean =>
    events !== null && !member.static && eventMembers.includes(member.name);
  return {
    name: node.name?.text ?? "default",
    place: placeOf(context, node.name ?? node),
    exports: valueExports(context.checker, context.source, node.name),
    abstract: hasModifier(node, ts.SyntaxKind.AbstractKeyword),
    typeParameters: node.typeParameters === undefined ? null : writtenText(context, ...node.typeParameters),
    typeParameterNames: (node.typeParameters ?? []).map(({ name }) => name.text),
    merged: (symbol?.declarations ?? []).length > 1,
    ...readTags(context, node),
    base,
    construct: readConstructor(context, node, base !== null),
    members: readMembers(context, node, inherited).filter((member) => !isOfEvents(member)),
    events,
  };
}

function readConstructor(context: Context, node: ts.ClassDeclaration, hasBase: boolean): ReactorConstructor {
  const declarations = node.members.filter(ts.isConstructorDeclaration);
  const [first] = declarations;
  if (first === undefined) {
    const place = placeOf(context, node.name ?? node);
    if (hasBase) return { kind: "inherited", access: "public", place, tags: null, signatures: [] };
    const none = { place, doc: null, typeParameters: null, parameters: [], crossing: { kind: "copy" } } as const;
    const signature = { ...none, result: { pieces: ["void"], faults: [] } };
    return { kind: "own", access: "public", place, tags: null, signatures: [signature] };
  }
  const { tags } = readTags(context, ...declarations);
  const access = accessOf(first);
  const place = placeOf(context, first);
  // A constructor for the reactor layer only is, for an application, a private one.
  if (access === "private" || isHidden(context, tags)) {
    return { kind: "refused", access, place, tags, signatures: [] };
  }
  return { kind: "own", access, place, tags, signatures: readSignatures(context, declarations) };
}

/** Overloads and implementation of a marked function. */
export function readFunction(context: Context, nodes: readonly ts.FunctionDeclaration[]): ReactorFunction {
  const [first] = nodes;
  if (first === undefined) throw new TypeError("a function has at least one declaration");
  const { tags } = readTags(context, ...nodes);
  return {
    name: first.name?.text ?? "default",
    place: placeOf(context, first.name ?? first),
    exports: valueExports(context.checker, context.source, first.name),
    generator: nodes.some((node) => node.asteriskToken !== undefined),
    tags,
    signatures: asTagged(tags, readSignatures(context, nodes)),
  };
}
