import type { ExportKind, Place } from "../model.ts";
import { type Problem, problem } from "../problem.ts";

/** The reactor finds a class or function by the name that its module exports it under, and the facade bears the same. */
export function checkExport(
  what: "class" | "function",
  { name, place, exported }: { readonly name: string; readonly place: Place; readonly exported: ExportKind },
): readonly Problem[] {
  switch (exported) {
    case "named":
      return [];
    case "default":
      return [
        problem(
          "default-export",
          place,
          `${name} is a default export; a facade needs a named one.`,
          `Write \`export ${what} ${name === "default" ? "Name" : name}\`.`,
        ),
      ];
    case "renamed":
      return [
        problem(
          "renamed-export",
          place,
          `${name} is exported under another name.`,
          `Export it as ${name}: the facade bears the name that the source declares.`,
        ),
      ];
    case "none":
      return [
        problem(
          "not-exported",
          place,
          `${name} is tagged @reactor but not exported, so the reactor cannot load it.`,
          `Write \`export ${what} ${name}\`.`,
        ),
      ];
  }
}
