/**
 * Calls `fn` when the process that started this one is gone, however it ended: the other end of our standard input is
 * then closed by the system. So no process of the demo outlives it.
 */
export function whenParentEnds(fn: () => unknown): void {
  process.stdin.once("close", fn);
  // Only a stream that is read notices its end.
  process.stdin.resume();
}
