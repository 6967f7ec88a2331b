import type { ReactorModule, Signature, TypeName, TypeText } from "../../model.ts";
import { doors } from "../imports.ts";
import type { Names } from "../names.ts";
import { signalOf } from "../../signal.ts";

const green: TypeName = {
  kind: "name",
  local: "Green",
  origin: {
    kind: "module",
    module: { kind: "package", specifier: doors.green },
    exported: "Green",
    reexport: null,
  },
};

/** Whether a member is waited for: one whose overloads differ in that is, whichever is called. */
export function isGreen(signatures: readonly Signature[]): boolean {
  return signatures.some(({ promise }) => promise === true);
}

/** The signatures as the green twin has them: `Green<Row[]>` where the original gives `Promise<Row[]>`. */
export function shown(signatures: readonly Signature[], isWaitedFor: boolean): readonly Signature[] {
  if (!isWaitedFor) return signatures;
  return signatures.map((one) => ({ ...one, result: inGreen(one.result) }));
}

function inGreen({ pieces, faults }: TypeText): TypeText {
  return { pieces: [green, "<", ...pieces, ">"], faults };
}

/** `signalAt(1, [name])` where the original gets the signal of its call. */
export function given(args: string, signatures: readonly Signature[], names: Names): string {
  const position = signalOf(signatures);
  return position < 0 ? args : `${names.runtime("signalAt")}(${position}, ${args})`;
}

/** `, Transaction` where the result is an object that has a green twin, of this class or of one that extends it. */
export function twinArgument(signatures: readonly Signature[], names: Names): string {
  const crossing = signatures[0]?.crossing;
  return crossing?.kind === "handle" ? `, ${names.facade(crossing.target)}` : "";
}

/** The local name of a class or function of the source itself. */
export function original(
  { name, exports: [exported = name] }: { readonly name: string; readonly exports: readonly string[] },
  { file }: ReactorModule,
  names: Names,
): string {
  const module = { kind: "file", path: file } as const;
  return names.value({ kind: "name", local: name, origin: { kind: "module", module, exported, reexport: null } });
}
