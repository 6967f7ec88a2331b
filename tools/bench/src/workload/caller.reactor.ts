/**
 * Calls back.
 *
 * @reactor
 * @timeout 10s
 */
export class Caller {
  async add(a: number, b: number): Promise<number> {
    return a + b;
  }

  /** Awaits the function so often, and sums up what it returns. */
  async each(count: number, run: (a: number, b: number) => Promise<number>): Promise<number> {
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += await run(1, 2);
    return sum;
  }
}
