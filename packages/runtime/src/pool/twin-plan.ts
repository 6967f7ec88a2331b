/** What a generated `.deferred` module tells the runtime of its source: once, as plain data. */
import { registerErrorClass } from "../codec/decode-error.ts";
import { FOREVER, type Timeout, checkTimeout } from "../deadline.ts";
import { moduleUrl } from "../module-url.ts";
import type { ErrorClass } from "../plan.ts";
import { hideFrames } from "../stack.ts";

export interface JobSource {
  /** Milliseconds, or FOREVER. Left out: FOREVER. */
  readonly timeout?: Timeout;
  /** Its whole ArrayBuffers move, both ways. Left out: they do not. */
  readonly transfer?: boolean;
  /** Of a function: the name that its module exports it under, where it is another than its own. */
  readonly exported?: string;
}

export type JobSources = Readonly<Record<string, JobSource>>;

export interface ClassSource {
  /** Absent: the class cannot be constructed from outside. */
  readonly construct?: JobSource;
  readonly methods?: JobSources;
  readonly statics?: JobSources;
  /** The name that the module exports the class under, where it is another than its own. */
  readonly exported?: string;
  /** Error classes of `@throws` tags, so that they come out as themselves. */
  readonly errors?: readonly ErrorClass[];
}

/** A function, method or constructor that runs in a thread of a pool. */
export interface JobMember {
  readonly kind: "function" | "static" | "method" | "construct";
  readonly url: string;
  /** The export: the function itself, or the class. */
  readonly name: string;
  /** Of a class, else "". */
  readonly member: string;
  /** As texts name it: `Ledger.add`. */
  readonly label: string;
  readonly timeout: Timeout;
  readonly transfer: boolean;
}

type Members<S> = S extends JobSources ? { readonly [K in keyof S]: JobMember } : Readonly<Record<never, JobMember>>;

export interface ClassJobs<S extends ClassSource = ClassSource> {
  readonly label: string;
  readonly construct: JobMember | undefined;
  readonly methods: Members<S["methods"]>;
  readonly statics: Members<S["statics"]>;
}

/**
 * One per generated module with functions. Pure data: it starts nothing and loads nothing. Any thread.
 *
 * @param url the generated module's own `import.meta.url`
 * @param module its source relative to it, without an extension: it has the generated module's own
 * @throws TimeoutRangeError (a RangeError) for a bad timeout
 */
export function functionJobs<const F extends JobSources>(
  url: string,
  module: string,
  functions: F,
  errors: readonly ErrorClass[] = [],
): { readonly [K in keyof F]: JobMember } {
  const at = known(url, module, errors);
  return members(functions, (name, { exported = name }) => ({
    kind: "function",
    url: at,
    name: exported,
    member: "",
    label: name,
  })) as { readonly [K in keyof F]: JobMember }; // TypeScript cannot follow the keys through Object.entries
}

/** One per generated class. As functionJobs. */
export function classJobs<const S extends ClassSource>(
  url: string,
  module: string,
  name: string,
  source: S,
): ClassJobs<S> {
  const at = known(url, module, source.errors ?? []);
  const exported = source.exported ?? name;
  const all = (kind: "method" | "static", sources: JobSources | undefined): Record<string, JobMember> =>
    members(sources ?? {}, (member) => ({ kind, url: at, name: exported, member, label: `${name}.${member}` }));
  const construct =
    source.construct &&
    make(source.construct, { kind: "construct", url: at, name: exported, member: "", label: `new ${name}` });
  const jobs = {
    label: name,
    construct,
    methods: all("method", source.methods),
    statics: all("static", source.statics),
  };
  return jobs as unknown as ClassJobs<S>; // as above
}

function known(url: string, module: string, errors: readonly ErrorClass[]): string {
  hideFrames(url);
  for (const each of errors) registerErrorClass(each);
  return moduleUrl(url, module);
}

type Named = Omit<JobMember, "timeout" | "transfer">;

function make({ timeout = FOREVER, transfer = false }: JobSource, named: Named): JobMember {
  checkTimeout(timeout, named.label);
  return { ...named, timeout, transfer };
}

function members(sources: JobSources, named: (name: string, source: JobSource) => Named): Record<string, JobMember> {
  const made = Object.create(null) as Record<string, JobMember>; // typed any; no prototype, so no inherited names
  for (const [name, source] of Object.entries(sources)) made[name] = make(source, named(name, source));
  return made;
}
