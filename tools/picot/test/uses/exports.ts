// Facades under the names that their sources are exported by.
import { Alarm } from "../fixtures/exports/alarm.facade.js";
import Clock from "../fixtures/exports/clock.facade.js";
import greet from "../fixtures/exports/greet.facade.js";
import Default, { Named, Shown, "also shown" as Also, plus } from "../fixtures/exports/layer.facade.mjs";
// @ts-expect-error: it has its outer names only
import type { Hidden } from "../fixtures/exports/layer.facade.mjs";
import { hold, type Same } from "./same.ts";

const clock: Clock = new Clock();
const now: Date = clock.same(clock).now();
const named: Named = new Default();
hold<Same<ReturnType<typeof named.watch>, Clock>>();
hold<Same<ReturnType<typeof named.bell>, Alarm>>();
const shown: Shown = new Also();
hold<Same<ReturnType<typeof shown.named>, Named | null>>();
const sum: number = plus(1, 2);
const text: string = greet("Ann", "Bob");
// @ts-expect-error: no name
greet(1);
hold<Same<ReturnType<typeof greet>, string>>();
export type Nothing = Hidden;
export const all: readonly unknown[] = [now, sum, text];
