import type { Timeout } from "./model.ts";

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** The sentence that every refusal of a timeout shares. */
export const TIMEOUT_FORMS = "a timeout is milliseconds (250), a duration (250ms, 1.5s, 2m, 1h) or the word forever";

/** Reads the text of a `@timeout` tag or of the config's `timeout`; null where it is no timeout. */
export function parseTimeout(text: string): Timeout | null {
  if (text === "forever") return "forever";
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (match === null) return null;
  const [, amount, unit] = match;
  // The expression above lets no other unit through.
  const factor = unit === undefined ? 1 : units[unit as keyof typeof units];
  // 1.1 s is 1100 ms, not 1100.0000000000002: the facade shows this number to people.
  const ms = Math.round(Number(amount) * factor * 1_000) / 1_000;
  return ms <= Number.MAX_SAFE_INTEGER ? ms : null;
}
