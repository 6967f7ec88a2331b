import type { ProjectConfig } from "./tsconfig.ts";

/** What a reading depends on. Paths are absolute, with `/`. */
export interface Inputs {
  /** Every file whose content counts. */
  readonly files: readonly string[];
  /** Of the modules that are seen only by those who import them: what they import themselves. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Of the files with samples in their docs that await something: what that may be, which other files perhaps have. */
  readonly samples: Readonly<Record<string, readonly string[]>>;
  /** By tsconfig, `""` where there is none. */
  readonly projects: Readonly<Record<string, Shared>>;
}

/** What the files of one project say to each other without an import. */
export interface Shared {
  /** The names of what blocks, by the file that marks it: samples in docs may speak of them. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** The files that declare something for all others. */
  readonly globals: readonly string[];
}

/** What the projects depend on that were read, and the tsconfigs of all. */
export function joinInputs(configs: readonly ProjectConfig[], read: readonly (Inputs | null)[]): Inputs | null {
  const known = read.filter((each) => each !== null);
  if (known.length < read.length) return null;
  const files = [...configs.flatMap(({ sources }) => sources), ...known.flatMap((each) => each.files)];
  return {
    files: [...new Set(files)],
    imports: known.reduce((all, each) => joinImports(all, each.imports), {}),
    samples: Object.assign({}, ...known.map(({ samples }) => samples)) as Inputs["samples"], // as below
    projects: Object.assign({}, ...known.map(({ projects }) => projects)) as Inputs["projects"], // assign() of many is typed any
  };
}

/** A file of two projects may lead to different files in each. */
export function joinImports(some: Inputs["imports"], others: Inputs["imports"]): Inputs["imports"] {
  const joined: Record<string, readonly string[]> = { ...some };
  for (const [file, targets] of Object.entries(others))
    joined[file] = [...new Set([...(some[file] ?? []), ...targets])];
  return joined;
}

/** What one project depends on that was read in two ways, some files this way and some that. */
export function withInputs(some: Inputs | null, others: Inputs | null): Inputs | null {
  if (some === null || others === null) return null;
  const projects = { ...some.projects };
  for (const [name, { names, globals }] of Object.entries(others.projects)) {
    const known = projects[name] ?? { names: {}, globals: [] };
    projects[name] = { names: { ...known.names, ...names }, globals: [...new Set([...known.globals, ...globals])] };
  }
  return {
    files: [...new Set([...some.files, ...others.files])],
    imports: joinImports(some.imports, others.imports),
    samples: { ...some.samples, ...others.samples },
    projects,
  };
}
