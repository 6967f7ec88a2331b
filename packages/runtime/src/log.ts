/** What nobody waits for and somebody must hear of. */

/** Logs an error that no caller can be told, once, on this thread's standard error. */
export function logError(what: string, error: unknown): void {
  try {
    console.error(`picot: ${what}:`, error);
  } catch {
    // An error that cannot even be shown: that there was one is still worth a line.
    try {
      console.error(`picot: ${what}, with an error that cannot be shown.`);
    } catch {
      // Or a console that somebody has put a failing one in the place of. Whoever logs goes on.
    }
  }
}

/** Logs what is no error of anybody's code, likewise. */
export function logLine(text: string): void {
  console.error(`picot: ${text}`);
}
