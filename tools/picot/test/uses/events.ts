// Events, as an application may use them.
import { Download, FastRates, Page, Query, Rates, Topic } from "../fixtures/events/feeds.facade.js";
import type { PageEvents } from "../fixtures/events/feeds.facade.js";
import { hold, type Same } from "./same.ts";

declare const rates: Rates;
const onRate = (pair: string, rate: number): void => void [pair, rate];
const same: Rates = rates.on("rate", onRate).once("rate", onRate).off("rate", onRate);
rates.on("failed", (error, again) => {
  hold<Same<[typeof error, typeof again], [Error, boolean | undefined]>>();
});
rates.on("day's end", () => {});
rates.addListener("rate", (pair) => pair.length).removeListener("rate", onRate);
// @ts-expect-error: there is no such event
rates.on("rates", onRate);
// @ts-expect-error: a rate is a number
rates.on("rate", (pair: string, rate: string) => void [pair, rate]);
// @ts-expect-error: an emitter's own side is the reactor's
rates.emit("day's end");

declare const fast: FastRates;
const fastest: FastRates = fast.once("rate", onRate);

declare const page: Page;
page.on("download", (download, saved) => {
  hold<Same<[typeof download, typeof saved.path], [Download, string]>>();
});
// @ts-expect-error: it is the reactor's alone
page.on("raw", () => {});
const popup = page.expect("popup", { timeout: 1_000 });
hold<Same<typeof popup.value, Page>>();
const download: Download = page.expect("download", {}, () => page.on("popup", () => {}));
const args: PageEvents["download"] = page.expect("download").args;
// @ts-expect-error: of this event nothing is told
rates.expect("day's end").value.toString();
// @ts-expect-error: a timeout is a number
page.expect("popup", { timeout: "1s" });

declare const query: Query<{ id: number }>;
query.on("row", (row, ...more) => {
  hold<Same<[typeof row, typeof more], [{ id: number }, { id: number }[]]>>();
});

declare const topic: Topic;
const head: string = topic.expect("news").value.head;
new Download().on("done", (of, words) => {
  hold<Same<[typeof of, typeof words], [Page | null, string | undefined]>>();
});
export const told: readonly unknown[] = [same, fastest, download, args, head];
