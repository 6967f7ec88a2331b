import type { ReactorClass, ReactorConstructor } from "../model.ts";
import { callable } from "./callable.ts";
import type { EmitOptions } from "./emit-options.ts";
import { indent } from "./lines.ts";
import { quote } from "./literal.ts";
import type { Names } from "./names.ts";

/** The constructor of a facade. `base` is the facade that it extends, with its type arguments. */
export function constructorLines(
  one: ReactorClass,
  base: string | null,
  plan: string,
  names: Names,
  { lineage }: EmitOptions,
): readonly string[] {
  const { construct } = one;
  if (construct.kind === "inherited" && base !== null) return [];
  const above = lineage.baseOf(one);
  const passes = above !== null && isProtected(lineage.constructorOf(above));
  const superCall = (args: string): string =>
    passes ? `super(${args.slice(1, -1)});` : `super(...${names.runtime("inherit")}<typeof ${base}>(${args}));`;
  const body = (args: string): string =>
    base === null ? `${names.runtime("construct")}(this, ${plan}, ${args});` : superCall(args);
  // Facades of derived classes pass their own arguments, whatever these are, through what no application calls.
  if (isProtected(construct)) {
    return [
      "protected constructor(...args: unknown[]) {",
      ...indent([body(base === null ? "args" : "[...args]")]),
      "}",
    ];
  }
  if (construct.kind === "refused") {
    const refuse = `${names.runtime("refuseConstruct")}(${quote(one.name)});`;
    return ["private constructor() {", ...indent([...(base === null ? [] : [superCall("[]")]), refuse]), "}"];
  }
  if (construct.signatures.length === 0) return ["constructor() {", ...indent([body("[]")]), "}"];
  return callable(construct.signatures, "constructor", body, names, { depth: 1, result: false });
}

/** One that only derived classes may call, in the reactor layer or because of `@reactorOnly`. */
function isProtected(construct: ReactorConstructor | null): boolean {
  if (construct === null || construct.access === "private") return false;
  return construct.access === "protected" || construct.kind === "refused";
}
