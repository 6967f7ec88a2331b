import { ts } from "../../compiler.cjs";
import type { EventsFault, ReactorEvent, ReactorEvents } from "../events-model.ts";
import { type Crossing, type Parameter, type Signature, isLive, targetsOf } from "../model.ts";
import { superclass } from "./base.ts";
import { type Context, docOf, hasModifier, placeOf } from "./context.ts";
import { crossingOf, isOfPlatform } from "./crossing.ts";
import { inferredText } from "./inferred.ts";
import { accessOf, nameOf } from "./member.ts";
import { namesOnlyFacades } from "./result.ts";
import { readDoc, readTags } from "./tags.ts";
import { writtenText } from "./written.ts";

/** The members that events have, in Node. */
export const eventMembers: readonly string[] = ["on", "once", "off", "addListener", "removeListener"];

/** An event as its class declares it, before its values are looked into. */
interface Found {
  readonly name: string;
  /** Where it is declared; its doc is the event's. */
  readonly node: ts.Node;
  readonly values: readonly Value[];
}

/** One of the values that a handler is called with. */
interface Value {
  readonly name: string;
  readonly type: ts.Type;
  /** As the author wrote it. */
  readonly written: ts.TypeNode | undefined;
  readonly optional: boolean;
  readonly rest: boolean;
}

type Finding = readonly Found[] | EventsFault["kind"];

/**
 * The events of a class: by the map of the EventEmitter that it extends, or by what it declares of `on`. Null where it has none,
 * or those of the marked class that it extends. `inherited`: what is shown of that.
 */
export function readEvents(
  context: Context,
  node: ts.ClassDeclaration,
  inherited: ReadonlySet<string>,
): ReactorEvents | null {
  if (context.its !== "reactor") return null;
  const own = methodsOn(node);
  const type = context.checker.getTypeAtLocation(node);
  const isOwn = own.length > 0;
  if (isOwn && (!own.every(takesListener) || own.every(isHidden))) return null;
  const overrides = haveEventsAbove(context, node);
  // What a marked class above has is in its facade.
  if (!isOwn && overrides) return null;
  const base = isOwn ? null : emitterOf(context, type);
  if (!isOwn && base === null) return null;
  const found = base === null ? ofMethod(context, own) : ofMap(context, base);
  const at = own[0]?.name ?? node.heritageClauses?.[0]?.types[0]?.expression ?? node;
  const place = placeOf(context, at);
  const members = eventMembers.filter((name) => type.getProperty(name) !== undefined);
  const kind = typeof found === "string" ? found : faultOf(found, members);
  const { doc, tags } = readTags(context, ...own);
  const expect = node.members.find(isShownExpect);
  return {
    place,
    tags: { ...tags, reactorOnly: null },
    doc: own.length > 1 ? null : doc,
    all: kind === null && typeof found !== "string" ? found.map((each) => readEvent(context, each, node, place)) : [],
    members,
    ownExpect:
      expect !== undefined ? placeOf(context, expect.name ?? expect) : inherited.has("false expect") ? place : null,
    overrides,
    fault: kind === null ? null : { kind, place },
  };
}

function isShownExpect(member: ts.ClassElement): boolean {
  const isNamed = member.name !== undefined && nameOf(member.name) === "expect";
  return isNamed && !isStatic(member) && accessOf(member) === "public" && !isHidden(member);
}

function methodsOn(node: ts.ClassDeclaration): readonly ts.MethodDeclaration[] {
  const methods = node.members.filter(ts.isMethodDeclaration);
  return methods.filter((each) => nameOf(each.name) === "on" && accessOf(each) === "public" && !isStatic(each));
}

const isStatic = (node: ts.ClassElement): boolean => hasModifier(node, ts.SyntaxKind.StaticKeyword);

/** Whether a marked class that this one extends has events. */
function haveEventsAbove(context: Context, node: ts.ClassDeclaration): boolean {
  const { checker, marked } = context;
  const seen = new Set([node]);
  for (let above = superclass(context, node); above !== undefined; above = superclass(context, above)) {
    if (seen.has(above)) return false;
    seen.add(above);
    const symbol = above.name && checker.getSymbolAtLocation(above.name);
    if (symbol === undefined || !marked.has(checker.getExportSymbolOfSymbol(symbol))) continue;
    const own = methodsOn(above);
    if (own.length > 0) return own.every(takesListener) && !own.every(isHidden);
    if (emitterOf(context, checker.getTypeAtLocation(above)) !== null) return true;
  }
  return false;
}

function faultOf(found: readonly Found[], members: readonly string[]): EventsFault["kind"] | null {
  if (found.some(({ name, node }) => name.startsWith("__@") && !isHidden(node))) return "symbol";
  return members.includes("off") || members.includes("removeListener") ? null : "no-off";
}

function isHidden(node: ts.Node): boolean {
  return docOf(node)?.parsed.tags.some(({ name }) => name === "reactorOnly" || name === "byHand") === true;
}

/** Whether it looks as `on` does in Node, whatever it takes. */
function takesListener({ parameters }: ts.MethodDeclaration): boolean {
  return parameters.length === 2;
}

/** Node's EventEmitter among the classes that a class extends, as it extends it. */
function emitterOf(context: Context, type: ts.Type): ts.Type | null {
  if (!type.isClassOrInterface() && !("target" in type)) return null;
  for (const base of context.checker.getBaseTypes(type as ts.InterfaceType)) {
    // A reference to a generic class is an interface type as well, as the checker has it.
    if (base.symbol?.name === "EventEmitter" && isOfPlatform(context, base)) return base;
    const above = emitterOf(context, base);
    if (above !== null) return above;
  }
  return null;
}

function ofMap(context: Context, emitter: ts.Type): Finding {
  const [map] = context.checker.getTypeArguments(emitter as ts.TypeReference); // of a generic class
  return map === undefined ? "untyped" : ofEntries(context, map, (type, written) => valuesOf(context, type, written));
}

type Values = (type: ts.Type, written: ts.TypeNode | undefined) => readonly Value[] | null;

/** Each property of a map of events. */
function ofEntries(context: Context, map: ts.Type, values: Values): Finding {
  const { checker } = context;
  // Without an argument: Node's declarations have a tuple, or any, for "no map".
  if ((map.flags & ts.TypeFlags.Object) === 0 || checker.isTupleType(map)) return "untyped";
  if (checker.getIndexInfosOfType(map).length > 0) return "untyped";
  const found: Found[] = [];
  for (const property of checker.getPropertiesOfType(map)) {
    const node = property.declarations?.[0];
    if (node === undefined) return "form";
    const written =
      ts.isPropertySignature(node) && node.getSourceFile() === context.source && !isInstantiated(property)
        ? node.type
        : undefined;
    const its = values(checker.getTypeOfSymbol(property), written);
    if (its === null) return "form";
    found.push({ name: property.name, node, values: its });
  }
  return found;
}

/** A property of a generic map: what is written there has other type parameters than the class. */
function isInstantiated(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Transient) !== 0;
}

/** What a handler is called with: a tuple, an array, or the parameters of a function. */
function valuesOf(context: Context, type: ts.Type, written: ts.TypeNode | undefined): readonly Value[] | null {
  const { checker } = context;
  if (checker.isTupleType(type)) return ofTuple(context, type as ts.TupleTypeReference, written); // just tested
  if (checker.isArrayType(type)) return [{ name: "args", type, written, optional: false, rest: true }];
  const [signature, ...others] = type.getCallSignatures();
  if (signature === undefined || others.length > 0) return null;
  return ofSignature(context, signature);
}

function ofTuple(context: Context, type: ts.TupleTypeReference, written: ts.TypeNode | undefined): readonly Value[] {
  const { elementFlags, labeledElementDeclarations: labels } = type.target;
  const nodes = written !== undefined && ts.isTupleTypeNode(written) ? written.elements : [];
  return context.checker.getTypeArguments(type).map((each, i) => {
    const flags = elementFlags[i] ?? ts.ElementFlags.Required;
    const label = labels?.[i]?.name;
    const node = nodes[i];
    const rest = (flags & ts.ElementFlags.Variable) !== 0;
    const inner = node === undefined ? undefined : ts.isNamedTupleMember(node) ? node.type : node;
    return {
      name: label === undefined ? `value${i === 0 ? "" : i + 1}` : label.getText(),
      // Of a rest the element is told.
      type: each,
      written: rest || (inner !== undefined && ts.isOptionalTypeNode(inner)) ? undefined : inner,
      optional: (flags & ts.ElementFlags.Optional) !== 0,
      rest,
    };
  });
}

function ofSignature(context: Context, signature: ts.Signature): readonly Value[] {
  const { checker } = context;
  return signature.getParameters().map((parameter) => {
    const node = parameter.valueDeclaration;
    const declared = node !== undefined && ts.isParameter(node) ? node : undefined;
    const rest = declared?.dotDotDotToken !== undefined;
    const isHere = declared?.getSourceFile() === context.source && (parameter.flags & ts.SymbolFlags.Transient) === 0;
    return {
      name: parameter.name,
      type: node === undefined ? checker.getAnyType() : checker.getTypeOfSymbolAtLocation(parameter, node),
      written: isHere && !rest ? declared?.type : undefined,
      optional: declared?.questionToken !== undefined,
      rest,
    };
  });
}

/** What a class declares of `on`: an overload for each event, or one over a map of them. */
function ofMethod(context: Context, nodes: readonly ts.MethodDeclaration[]): Finding {
  const overloads = nodes.filter(({ body }) => body === undefined);
  const signatures = overloads.length > 0 ? overloads : nodes;
  const [only, ...others] = signatures;
  if (only === undefined) return "form";
  if (others.length === 0 && only.typeParameters !== undefined) return overMap(context, only);
  const found: Found[] = [];
  for (const node of signatures) {
    const names = literalsOf(context, node);
    // The last of many often takes whatever else there may be.
    if (names === null) continue;
    const listener = node.parameters[1]!; // takesListener()
    const [signature, ...more] = context.checker.getTypeAtLocation(listener).getCallSignatures();
    if (signature === undefined || more.length > 0) return "form";
    const values = ofSignature(context, signature);
    for (const name of names) if (!found.some((each) => each.name === name)) found.push({ name, node, values });
  }
  return found.length === 0 ? "form" : found;
}

/** `"tick"`, or `"tick" | "tock"`; null for anything that is not known by name. */
function literalsOf({ checker }: Context, { parameters: [event] }: ts.MethodDeclaration): readonly string[] | null {
  if (event === undefined) return null;
  const type = checker.getTypeAtLocation(event);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => part.isStringLiteral()) ? parts.map((part) => part.value) : null;
}

/** `on<E extends keyof M>(event: E, listener: (...args: M[E]) => void)`, with `M[E]` itself, or one value of it, as well. */
function overMap(context: Context, node: ts.MethodDeclaration): Finding {
  const { checker } = context;
  const [parameter, ...others] = node.typeParameters ?? [];
  const map = parameter?.constraint && keysOf(parameter.constraint);
  const listener = node.parameters[1]?.type;
  if (map === undefined || map === null || others.length > 0 || listener === undefined) return "form";
  const isEntry = (type: ts.TypeNode | undefined): boolean =>
    type !== undefined && ts.isIndexedAccessTypeNode(type) && type.indexType.getText() === parameter?.name.text;
  const type = checker.getTypeFromTypeNode(map);
  const entries = (values: Values): Finding => ofEntries(context, type, values);
  if (isEntry(listener)) return entries((each, written) => valuesOf(context, each, written));
  if (!ts.isFunctionTypeNode(listener)) return "form";
  const [first, ...more] = listener.parameters;
  if (first === undefined || more.length > 0 || !isEntry(first.type)) return "form";
  if (first.dotDotDotToken !== undefined) return entries((each, written) => valuesOf(context, each, written));
  const name = first.name.getText();
  return entries((each, written) => [{ name, type: each, written, optional: false, rest: false }]);
}

/** M of `keyof M`, perhaps with more said of the keys. */
function keysOf(node: ts.TypeNode): ts.TypeNode | null {
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword) return node.type;
  const parts = ts.isIntersectionTypeNode(node)
    ? node.types
    : ts.isTypeReferenceNode(node) && node.typeName.getText() === "Extract"
      ? (node.typeArguments ?? [])
      : [];
  return parts.map(keysOf).find((each) => each !== null) ?? null;
}

/** `of`: the class. */
function readEvent(context: Context, event: Found, of: ts.ClassDeclaration, at: ReactorEvent["place"]): ReactorEvent {
  const { name, node, values } = event;
  const isHere = node.getSourceFile() === context.source;
  const place = isHere ? placeOf(context, node) : at;
  const hidden = isHidden(node);
  const parameters = hidden ? [] : values.map((each) => readValue(context, each, isHere ? node : of, place));
  const signature: Signature = {
    place,
    doc: readDoc(context, node),
    typeParameters: null,
    parameters,
    result: { pieces: ["void"], faults: [] },
    crossing: { kind: "copy" },
  };
  return { name, place, hidden, signature };
}

/** `at`: where a text that nobody wrote is to mean what it says. */
function readValue(context: Context, value: Value, at: ts.Node, place: Parameter["place"]): Parameter {
  const { name, type, written, optional, rest } = value;
  const crossing = restCrossing(crossingOf(context, type), rest);
  const text = written === undefined ? null : writtenText(context, written);
  const isOther = crossing.kind === "handle" && text !== null && !namesOnlyFacades(text);
  const told = text === null || isOther ? inferredText(context, type, at) : text;
  const whole = optional ? defined(told) : rest && text === null ? arrayOf(context, type, told) : told;
  return { name, place, type: whole, crossing, optional, rest, untyped: false };
}

/** Which of the arguments are live is told place by place. */
function restCrossing(crossing: Crossing, rest: boolean): Crossing {
  const [target] = rest && isLive(crossing) ? targetsOf(crossing) : [];
  return target === undefined ? crossing : { kind: "refused", reason: "nested", path: "", name: target.name };
}

/** Without what its question mark says as well. */
function defined(text: Parameter["type"]): Parameter["type"] {
  const { pieces } = text;
  const last = pieces.at(-1);
  if (typeof last !== "string") return text;
  return { ...text, pieces: [...pieces.slice(0, -1), last.replace(/ \| undefined$/, "")] };
}

/** Of the rest of a tuple its element is known; of a rest parameter the whole. */
function arrayOf({ checker }: Context, type: ts.Type, text: Parameter["type"]): Parameter["type"] {
  if (checker.isArrayType(type)) return text;
  const isWord = text.pieces.every((piece) => typeof piece !== "string" || /^\w*$/.test(piece));
  return { ...text, pieces: isWord ? [...text.pieces, "[]"] : ["(", ...text.pieces, ")[]"] };
}
