/**
 * Gives items to loop over.
 *
 * @reactor
 * @timeout 10s
 */
export class Feed {
  async *items(count: number): AsyncGenerator<number> {
    for (let i = 0; i < count; i += 1) yield i;
  }

  /** The same, made beforehand. @prefetch 1000 */
  async *ahead(count: number): AsyncGenerator<number> {
    for (let i = 0; i < count; i += 1) yield i;
  }
}
