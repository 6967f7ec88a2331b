import type { ReactorModule, Signature, TypeName, TypeText } from "../model.ts";
import { shownEvents } from "../events-model.ts";
import { seen } from "../signal.ts";

/** The names that a module's facade declares itself: classes, functions, type parameters. */
export function declaredNames(module: ReactorModule): Set<string> {
  const generics = [...module.classes, ...signaturesOf(module)];
  const typeParameters = generics.flatMap(({ typeParameters: text }) => (text === null ? [] : words(text)));
  const named = [...module.classes, ...module.functions, ...module.enums];
  return new Set([...named.map(({ name }) => name), ...typeParameters]);
}

/** Every name that occurs in the facade by the author's choice. */
export function spokenNames(module: ReactorModule): Set<string> {
  const signatures = signaturesOf(module);
  const parameters = signatures.flatMap((one) => seen(one.parameters));
  const types = [
    ...signatures.map(({ result }) => result),
    ...parameters.map(({ type }) => type),
    ...declaredTexts(module),
  ];
  return new Set([...declaredNames(module), ...parameters.map(({ name }) => name), ...types.flatMap(words)]);
}

/** The names in types that come from elsewhere, in the order of the source. */
export function typeNames(module: ReactorModule): readonly TypeName[] {
  const bases = module.classes.flatMap(({ base }) => (base?.kind === "marked" ? [base.name] : []));
  const outer = bases.filter(({ origin }) => origin.kind !== "facade" || origin.target.file !== module.file);
  const given = module.classes.flatMap(({ typeParameters, base }) => [
    ...(typeParameters === null ? [] : [typeParameters]),
    ...(base?.kind === "marked" && base.typeArguments !== null ? [base.typeArguments] : []),
  ]);
  const texts = signaturesOf(module).flatMap(({ typeParameters, parameters, result }) =>
    [typeParameters ?? [], seen(parameters).map(({ type }) => type), result].flat(),
  );
  const names = [...given, ...texts, ...declaredTexts(module)].flatMap(({ pieces }) =>
    pieces.filter((piece) => typeof piece !== "string" && piece.kind === "name"),
  );
  const foreign = names.filter(({ origin }) =>
    origin.kind === "facade" ? origin.target.file !== module.file : origin.kind === "module",
  );
  return [...outer, ...foreign];
}

function declaredTexts({ types }: ReactorModule): readonly TypeText[] {
  return types.flatMap(({ declarations }) => declarations.map(({ text }) => text));
}

function signaturesOf(module: ReactorModule): readonly Signature[] {
  const members = module.classes.flatMap((one) => [
    ...one.construct.signatures,
    ...one.members.flatMap(({ signatures }) => signatures),
    ...shownEvents(one.events).map(({ signature }) => signature),
  ]);
  return [...members, ...module.functions.flatMap(({ signatures }) => signatures)];
}

function words({ pieces }: TypeText): readonly string[] {
  const text = pieces.filter((piece) => typeof piece === "string").join(" ");
  const code = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, " ");
  // A word before a colon or a parenthesis names a property or a parameter: nothing can take that away.
  return code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*(?![\p{ID_Continue}$]|\s*\??\s*[:(])/gu) ?? [];
}
