/**
 * The smallest async class there is: what a call of it costs is the hand-off and nothing else.
 *
 * @reactor
 * @timeout 5s
 */
export class Adder {
  async add(a: number, b: number): Promise<number> {
    return a + b;
  }
}
