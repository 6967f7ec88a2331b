/** Resolves when that is done, or after so many milliseconds, whichever comes first. */
export async function inTime(done: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, timeUp]);
  clearTimeout(timer);
}
