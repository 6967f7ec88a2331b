/** What is told of the members of marked classes, and of what is generated. */

/** Whether a public member is in the facade, and how its values cross, or why not. */
export interface MemberReport {
  /** The class, or `""` for a function. */
  readonly owner: string;
  readonly member: string;
  readonly included: boolean;
  readonly reason?: string;
  /** Of one that is included: each overload. */
  readonly signatures?: readonly SignatureReport[];
}

export interface SignatureReport {
  readonly parameters: readonly (CrossingReport & { readonly name: string; readonly rest: boolean })[];
  readonly result: CrossingReport;
}

export interface CrossingReport {
  /** In green twins nothing crosses: a value stays the same, or its twin stands for it. */
  readonly crossing: "copy" | "handle" | "parts" | "callback" | "iterator" | "signal" | "same" | "twin";
  /** The marked class of a handle or twin, or of what is iterated over; of a copy with marked objects in it, all their classes. */
  readonly of?: string;
}

/** How much a generated file does: one statement in each body is what a facade is meant to be. */
export interface Thinness {
  /** Bodies of methods, accessors, constructors and functions. */
  readonly methods: number;
  readonly statements: number;
  /** The score: 1 on average. */
  readonly perMethod: number;
  /** In one body. */
  readonly most: number;
}
