/** What a parameter of a query may be. */
export type Value = string | number | bigint | boolean | null | Date;

/** The row of a query that gives one. */
export function onlyRow<T>(rows: readonly T[], sql: string): T {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new RangeError(`${rows.length} rows where one was expected: ${sql}`);
  return row;
}
