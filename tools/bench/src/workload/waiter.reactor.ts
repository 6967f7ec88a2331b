/**
 * Methods that wait for something in their own thread.
 *
 * @reactor
 * @timeout 10s
 */
export class Waiter {
  /** One turn of the event loop. */
  async turn(): Promise<number> {
    await new Promise((resolve) => setImmediate(resolve));
    return 1;
  }

  async fetch(url: string): Promise<string> {
    const response = await fetch(url);
    return response.text();
  }

  async sleep(ms: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ms;
  }
}
