/** What the pool runs, beside a worker of piscina's own. */
export async function add(a: number, b: number): Promise<number> {
  return a + b;
}
