// Functions as arguments, as an application may use them.
import { Account, withAccount } from "../fixtures/callbacks/accounts.facade.js";
import type { Row } from "../fixtures/callbacks/types.js";
import { hold, type Same } from "./same.ts";

declare const account: Account;
const total: number = account.transaction((tx) => {
  hold<Same<typeof tx, Account>>();
  return tx.each((row: Row, index) => row.id === index);
});
account.copy("from", (done, of) => {
  hold<Same<[typeof done, typeof of], [number, number]>>();
});
const chosen: Account = account.choose((one, other) => other ?? one, account);
account.choose(() => null, account);
// @ts-expect-error: a blocking function gives the account, and no promise of it
account.choose(async (one) => one, account);
// @ts-expect-error: no account
account.choose(() => "an account", account);
const text: string = account.map((row) => `${row.id}`);
account.map(null);
// @ts-expect-error: a promise of a text is no text
account.map(async () => "text");
account.each(
  () => true,
  undefined,
  (row) => row.id > 0,
);
account.each(
  () => {},
  (told: string) => void told,
  null,
);
account.sort();
account.sort((a, b) => b.id - a.id);
account.spread((level, ...words) => {
  hold<Same<[typeof level, typeof words], ["info" | "warn", string[]]>>();
});
const read: string = account.read("path");
const lines: number = account.read("path", (line) => void line.length);
const opened: Account | null = Account.open("name", (name) => name.length > 0);
const used: number = withAccount((one) => one.each(() => {}));
export const called: readonly unknown[] = [total, chosen, text, read, lines, opened, used];
