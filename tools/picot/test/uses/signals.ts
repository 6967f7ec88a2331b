/** Right uses of methods that have a signal compile, and wrong ones do not. */
import { type Green, deferToGreenlet } from "@picot/runtime/green";
import { Feed, convert } from "../fixtures/signals/feed.facade.ts";
import { Feed as GreenFeed } from "../fixtures/signals/feed.green.ts";
import { hold, type Same } from "./same.ts";

const feed: Feed = Feed.open();
hold<Same<Parameters<Feed["latest"]>, [pair: string]>>();
hold<Same<Parameters<Feed["history"]>["length"], 1 | 2>>();
hold<Same<Parameters<Feed["closed"]>, []>>();
hold<Same<Parameters<typeof convert>, [amount: number]>>();
const { signal } = new AbortController();
// @ts-expect-error: callers have no signal to give
feed.latest("EURUSD", signal);
// @ts-expect-error: as above
convert(1, signal);
for (const rate of feed.rates("EURUSD")) hold<Same<typeof rate, number>>();

export const task: Promise<number> = deferToGreenlet(function* green(): Green<number> {
  const twin = yield* GreenFeed.open();
  // @ts-expect-error: as above
  yield* twin.latest("EURUSD", signal);
  return yield* twin.latest("EURUSD");
});
