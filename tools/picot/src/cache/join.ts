import { type Inputs, joinImports } from "../read/inputs.ts";
import type { Recalled } from "./index.ts";

/** What all files of a project say, of which only a part was read again. */
export function joined(inputs: Inputs, before: Recalled | null): Omit<Inputs, "files"> {
  return {
    imports: importsOf(inputs, before),
    samples: samplesOf(inputs, before),
    projects: projectsOf(inputs, before),
  };
}

/** A file that is as it was may be in a project too that was not read again. */
function importsOf({ imports }: Inputs, before: Recalled | null): Inputs["imports"] {
  if (before === null) return imports;
  const changed = new Set(before.part.changed);
  const still = Object.entries(before.kept.imports).filter(([file]) => !changed.has(file));
  return joinImports(Object.fromEntries(still), imports);
}

function projectsOf({ projects }: Inputs, before: Recalled | null): Inputs["projects"] {
  const known = { ...before?.kept.projects };
  for (const [name, { names, globals }] of Object.entries(projects)) {
    known[name] = { names: { ...known[name]?.names, ...names }, globals };
  }
  return known;
}

function samplesOf({ files, samples }: Inputs, before: Recalled | null): Inputs["samples"] {
  const read = new Set(files);
  const others = Object.entries(before?.kept.samples ?? {}).filter(([file]) => !read.has(file));
  return { ...Object.fromEntries(others), ...samples };
}
