/** Something of about a kilobyte, as an application would pass it. */
export interface Order {
  readonly id: string;
  readonly placed: string;
  readonly paid: boolean;
  readonly total: number;
  readonly customer: { readonly name: string; readonly mail: string; readonly address: readonly string[] };
  readonly items: readonly Item[];
}

export interface Item {
  readonly article: string;
  readonly title: string;
  readonly count: number;
  readonly price: number;
}

/**
 * Returns what it gets: what a call of it costs is the hand-off, and the way of a value there and back.
 *
 * @reactor
 * @timeout 10s
 */
export class Echo {
  async order(value: Order): Promise<Order> {
    return value;
  }

  async text(value: string): Promise<string> {
    return value;
  }

  async bytes(value: Uint8Array): Promise<Uint8Array> {
    return value;
  }
}
