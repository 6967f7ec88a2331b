// Iterators, as an application may use them.
import { Feed, type Item, count } from "../fixtures/iterators/feed.facade.js";
import { hold, type Same } from "./same.ts";

declare const feed: Feed;
const rows = feed.rows(1);
hold<Same<typeof rows, Generator<{ readonly id: number }, string, number | undefined>>>();
rows.next(5);
// @ts-expect-error: it takes numbers
rows.next("five");
for (const row of feed) hold<Same<typeof row.id, number>>();
for (const each of feed.inferred()) hold<Same<typeof each, { id: number; name: string }>>();
for (const each of feed.perhaps(true) ?? []) hold<Same<typeof each.id, number>>();
for (const each of feed.items()) hold<Same<typeof each, Item>>();
for (const each of feed.stream() ?? []) hold<Same<typeof each, string>>();
export function dispose(item: Item): void {
  using own = item;
  const disposed: void = own[Symbol.dispose]();
  hold<Same<typeof disposed, void>>();
}
// @ts-expect-error: it blocks
void feed[Symbol.asyncIterator];
const numbers: number[] = [...feed.many(), ...feed.plain(), ...count(3)];
const words: string[] = [...Feed.all()];
export const iterated: readonly unknown[] = [numbers, words, [...feed.later()], [...feed.aliased()]];
