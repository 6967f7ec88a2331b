import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

export function colorsOf(color: boolean): Colors {
  return pc.createColors(color);
}

/** Colours are for people at a terminal that has them: never for a file or a pipe, and never under NO_COLOR. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  const refused = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  return stream.isTTY === true && !refused && env["TERM"] !== "dumb";
}

/** Source and paths go to a terminal, which must not take them for orders, nor show them in another order. */
export function printable(text: string): string {
  return text.replace(unprintable, "\ufffd");
}

// C0 and C1 controls but for the tab, and the marks that turn the direction of a line around.
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
