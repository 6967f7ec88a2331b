import type { ProblemCode } from "../problem.ts";
import type { Node } from "./ast.ts";
import type { LayerProject } from "./project.ts";

/** A file as a parser gave it. */
export interface SourceFile {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
}

/** A change of text: from `start` to `end`, in UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Something that a rule does not allow. */
export interface Finding {
  readonly code: ProblemCode;
  /** Where it is shown. */
  readonly node: Node;
  readonly sentence: string;
  readonly wayOut: string;
  /** What mends it; null where that takes a person. */
  readonly edits: readonly Edit[] | null;
}

/** Judges one file; reads others, and changes none. */
export type LayerRule = (file: SourceFile, project: LayerProject) => readonly Finding[];
