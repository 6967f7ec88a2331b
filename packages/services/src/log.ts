/** Tells of an error that no caller hears of, on standard error: the default of `onError` everywhere here. */
export function logError(what: string, error: unknown): void {
  console.error(`picot: ${what}:`, error);
}
