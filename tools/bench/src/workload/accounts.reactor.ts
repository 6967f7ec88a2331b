/**
 * An object that is given away.
 *
 * @reactor
 * @timeout 10s
 */
export class Account {
  async add(a: number, b: number): Promise<number> {
    return a + b;
  }
}

/** Some of them, within a value. @reactor @timeout 10s */
export async function openAccounts(count: number): Promise<{ accounts: Account[] }> {
  return { accounts: Array.from({ length: count }, () => new Account()) };
}

/** The same call of no object. @reactor @timeout 10s */
export async function add(a: number, b: number): Promise<number> {
  return a + b;
}
