import { Client, type Pool, type PoolClient } from "pg";

/**
 * Runs a query of a connection. When the signal fires, the server is asked to stop it: it ends with an error of the code 57014
 * then, and the connection can be used again.
 */
export async function cancellable<T>(
  pool: Pool,
  client: PoolClient,
  signal: AbortSignal | undefined,
  query: () => Promise<T>,
): Promise<T> {
  // Too late, it ends by itself.
  const cancel = (): void => void askToStop(pool, client).catch(() => {});
  signal?.throwIfAborted();
  signal?.addEventListener("abort", cancel);
  try {
    return await query();
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

/** By a connection beside the pool, all of whose own may be as busy. */
async function askToStop(pool: Pool, client: PoolClient): Promise<void> {
  const { processID } = client as PoolClient & { readonly processID: number }; // which its types leave out
  const other = new Client(pool.options);
  await other.connect();
  await other.query("select pg_cancel_backend($1)", [processID]).finally(() => other.end());
}
