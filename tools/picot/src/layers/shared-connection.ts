import { type Node, child, list } from "./ast.ts";
import { blockingCodeIn, usesIn } from "./code/blocking-code.ts";
import { passedOn } from "./code/exported.ts";
import { type Binding, namesIn } from "./code/names.ts";
import { openedBy } from "./code/openers.ts";
import { initOf } from "./code/state.ts";
import { isExported } from "./code/when.ts";
import type { Finding, LayerRule, SourceFile } from "./rule.ts";

/** A connection that a module opens is not for threads of the pool and for other code alike: each thread opens its own. */
export const sharedConnection: LayerRule = (file, project) => {
  if (!project.roleOf(file).isBlocking) return [];
  const { pieces } = blockingCodeIn(file);
  const seen = new Set<Binding>();
  const found: Finding[] = [];
  for (const [piece, by] of pieces) {
    for (const { binding, use } of usesIn(piece, file)) {
      if (seen.has(binding)) continue;
      seen.add(binding);
      const origin = binding.kind === "import" ? passedOn(binding, file, project) : null;
      const names = namesIn((origin?.file ?? file).program);
      const opened = openedBy(origin === null ? initOf(binding) : origin.node, names);
      if (opened === null) continue;
      const elsewhere = origin === null ? otherUse(binding, file) : project.inProject(origin.file.path);
      if (elsewhere === null) continue;
      const what = `${binding.name} (${opened})`;
      found.push({
        code: "shared-connection",
        node: origin === null ? binding.id : use,
        sentence: `${by} uses ${what} in threads of the pool, and it is also for others (${elsewhere}): a connection is never shared, since each thread that loads the module opens one of its own.`,
        wayOut:
          "Open it in the pool's context, once for each of its threads, and take it from threadContext(); or leave it to the reactor, and call a facade.",
        edits: null,
      });
    }
  }
  return found;
};

/** Who else uses it: whoever imports it, or what the module exports besides. */
function otherUse(binding: Binding, file: SourceFile): string | null {
  const names = namesIn(file.program);
  if (isExported(binding, names)) return "the module exports it";
  const { pieces } = blockingCodeIn(file);
  for (const use of names.usesOf(binding)) {
    const around = [...names.above(use)];
    if (around.some((each) => pieces.has(each))) continue;
    if (around[0]?.type === "ExportSpecifier") return "the module exports it";
    const statement = around.find((each) => each.type.startsWith("Export"));
    const name = statement === undefined ? null : exportedName(statement);
    if (name !== null) return name;
  }
  return null;
}

function exportedName(statement: Node): string | null {
  const own = child(statement, "declaration");
  const declarator = own?.type === "VariableDeclaration" ? list(own, "declarations")[0] : own;
  const id = declarator === null || declarator === undefined ? null : child(declarator, "id");
  return id === null ? "its default export" : `${String("name" in id ? id.name : "")}()`;
}
