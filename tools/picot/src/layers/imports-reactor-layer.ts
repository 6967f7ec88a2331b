import { child, get, list } from "./ast.ts";
import type { Mending } from "./mend-statement.ts";
import { facadeFor, mend } from "./mend.ts";
import type { LayerProject } from "./project.ts";
import { type Reference, idOf, namesOf, referencesOf, takenOf } from "./references.ts";
import type { LayerRule, SourceFile } from "./rule.ts";
import { waits } from "./waits.ts";

/** Application code takes only types from the reactor layer. Its values come from the facade. */
export const importsReactorLayer: LayerRule = (file, project) => {
  const role = project.roleOf(file);
  if ((role.layer !== "application" && !role.isWrapper) || role.hosts) return [];
  return referencesOf(file.program).flatMap((reference) => {
    if (reference.typeOnly) return [];
    const target = project.resolve(reference.specifier, file.path);
    if (target === null || target === file.path || project.layerOf(target) !== "reactor") return [];
    const { edits, wayOut } = mended(reference, target, file, project);
    const sentence = sentenceOf(reference);
    return [{ code: "imports-reactor-layer", node: reference.literal, sentence, wayOut, edits }];
  });
};

function mended(reference: Reference, target: string, file: SourceFile, project: LayerProject): Mending {
  const source = project.sourceOf(target) ?? target;
  // A green twin: what waits by `yield*` is green code, and would not get along with a facade.
  if (source !== target && waits(file.program)) {
    const own = project.inProject(file.path);
    const wayOut = `Call its facade, which needs no yield*; or, if this file is of the reactor layer, say so: layers: { reactor: ["${own}"] }.`;
    return { edits: null, wayOut };
  }
  return mend(reference, facadeFor(source, reference, file, project), file);
}

function sentenceOf(reference: Reference): string {
  const { specifier } = reference;
  const names = valuesOf(reference);
  if (names.length === 0) return `This loads ${specifier}, a module of the reactor layer, in the application's thread.`;
  const verb = names.length === 1 ? "is" : "are";
  return `${names.join(", ")} ${verb} imported from the reactor layer, ${specifier}: the async code would run in the application's thread.`;
}

function valuesOf(reference: Reference): readonly string[] {
  if (reference.kind === "export") {
    const specifiers = list(reference.node, "specifiers").filter((each) => get(each, "exportKind") !== "type");
    return specifiers.flatMap((each) => idOf(child(each, "local")) ?? []);
  }
  if (reference.kind === "import") return namesOf(reference).flatMap(({ local, type }) => (type ? [] : [local]));
  return takenOf(reference) ?? [];
}
