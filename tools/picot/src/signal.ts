/** The parameter that callers do not see: it gets the signal of their call. */
import type { Parameter, Signature } from "./model.ts";

/** The parameters that callers see: not the one that gets the call's own signal. */
export function seen(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter(({ crossing }) => crossing.kind !== "signal");
}

/** The position of the parameter that gets the call's own signal; -1: there is none. All overloads agree on it. */
export function signalOf(signatures: readonly Signature[]): number {
  const positions = signatures.map(({ parameters }) =>
    parameters.findIndex(({ crossing }) => crossing.kind === "signal"),
  );
  return Math.max(-1, ...positions);
}
