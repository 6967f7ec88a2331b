import { readFileSync } from "node:fs";
import { type Node, child, get, list, nameOf } from "./ast.ts";
import { blockingCodeIn } from "./code/blocking-code.ts";
import { namesIn } from "./code/names.ts";
import { facadeExports } from "./facade-exports.ts";
import type { Mending } from "./mend-statement.ts";
import { mend } from "./mend.ts";
import type { LayerProject } from "./project.ts";
import { type Reference, idOf, namesOf, referencesOf, takenOf } from "./references.ts";
import type { LayerRule, SourceFile } from "./rule.ts";
import { specifierLike } from "./specifier.ts";
import { usesOf } from "./uses.ts";

/** The reactor layer takes what is tagged @blocking from its twin, whose calls run in threads of the pool. */
export const importsBlocking: LayerRule = (file, project) => {
  if (project.roleOf(file).layer !== "reactor") return [];
  return referencesOf(file.program).flatMap((reference) => {
    if (reference.typeOnly) return [];
    const target = project.resolve(reference.specifier, file.path);
    if (target === null || target === file.path || !project.kindOf(target).blocking) return [];
    const other = project.parsed(target);
    if (other === null) return [];
    const { tagged } = blockingCodeIn(other);
    const names = takenBy(reference, file).filter((name) => tagged.has(name));
    if (names.length === 0) return [];
    const verb = names.length === 1 ? "is" : "are";
    const sentence = `${names.join(", ")} ${verb} tagged @blocking, and imported from ${reference.specifier} itself: called here, it would block the reactor.`;
    return [
      { code: "imports-blocking", node: reference.literal, sentence, ...mended(reference, target, file, project) },
    ];
  });
};

/** The values that a file takes out of a module, by the names that this gives them. */
function takenBy(reference: Reference, { program }: SourceFile): readonly string[] {
  if (reference.kind === "export") {
    return list(reference.node, "specifiers").flatMap((each) => idOf(child(each, "local")) ?? []);
  }
  if (reference.kind === "dynamic" || reference.kind === "require") return takenOf(reference) ?? [];
  return namesOf(reference).flatMap(({ imported, local, type }) => {
    const uses = type ? [] : usesOf(program, local).all.filter((use) => use.as === "value");
    if (uses.length === 0) return [];
    return imported === "*" ? uses.flatMap(({ member }) => member ?? []) : [imported];
  });
}

function mended(reference: Reference, target: string, file: SourceFile, project: LayerProject): Mending {
  const twin = project.twinOf(target);
  const specifier = specifierLike(reference.specifier, file.path, twin);
  if (project.kindOf(twin).generatedFrom === null) {
    return {
      edits: null,
      wayOut: `Run \`picot generate\`, then import the twin, ${specifier}, and await what it gives.`,
    };
  }
  if (!areAwaited(reference, file)) {
    return { edits: null, wayOut: `Import the twin, ${specifier}, and await what it gives.` };
  }
  const exports = facadeExports(readFileSync(twin, "utf8"));
  return mend(reference, { replacement: { title: "its twin", specifier, exports }, missing: "" }, file);
}

/** Each use is a call, and is awaited already: whoever wrote it meant the twin. */
function areAwaited(reference: Reference, { program }: SourceFile): boolean {
  const names = namesIn(program);
  const isAwaited = (use: Node): boolean => {
    const call = names.parentOf(use);
    if (call?.type !== "CallExpression" || child(call, "callee") !== use) return false;
    return names.parentOf(call)?.type === "AwaitExpression";
  };
  if (reference.kind !== "import") return false;
  return list(reference.node, "specifiers").every((each) => {
    const binding = names.top.get(nameOf(child(each, "local")) ?? "");
    if (binding === undefined || each.type !== "ImportSpecifier" || get(each, "importKind") === "type") return false;
    return names.usesOf(binding).every(isAwaited);
  });
}
