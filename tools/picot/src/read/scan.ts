import { type Content, type Kind, type Look, look } from "./content.ts";
import { filesIn } from "./walk.ts";

/** What a look at the project's files tells, without parsing any of them. Paths are relative to the folder, in one order. */
export interface Scan {
  /** Files whose text has `@reactor`, `@green` or `@blocking` in it. */
  readonly tagged: readonly string[];
  /** Files that picot wrote. */
  readonly generated: readonly string[];
  /** Every source, declaration and package.json: which of them there are says where imports lead. */
  readonly names: readonly string[];
  /** The content of each source and package.json. */
  readonly hashes: ReadonlyMap<string, string>;
}

/**
 * Looks at every source under the folder: the compiler, which costs more than all of this, is loaded only for a tagged file.
 * `lookAt` may know what a file has in it without reading it.
 */
export function scan(folder: string, lookAt: Look = look): Scan {
  const names = filesIn(folder);
  const found = names
    .filter((file) => !/\.d\.[mc]?tsx?$/.test(file))
    // As join() would have it: what is walked needs no more.
    .map((file) => [file, lookAt(`${folder}/${file}`)] as const)
    .filter((each): each is readonly [string, Content] => each[1] !== null);
  const ofKind = (wanted: Kind): readonly string[] =>
    found.flatMap(([file, { kind }]) => (kind === wanted ? [file] : []));
  return {
    tagged: ofKind("tagged").filter((file) => !file.endsWith(".json")),
    generated: ofKind("generated"),
    names,
    hashes: new Map(found.map(([file, { hash }]) => [file, hash])),
  };
}
