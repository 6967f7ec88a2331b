// What an application may write with the expected facades, and what it may not.
import { Session, Shape, Store } from "../fixtures/constructors/constructors.facade.js";
import { ExchangeRate, type Rate } from "../fixtures/documented-class/exchange-rate.facade.js";
import { fetchRate, type Pair, quotes, swap } from "../fixtures/functions/rates.facade.js";
import { type Entry, History } from "../fixtures/handles/history.facade.js";
import { ExchangeRate as Rates } from "../fixtures/handles/rates.facade.js";
import type { Feed, Level, Shown } from "../fixtures/imports/feed.facade.js";
import { Inferred } from "../fixtures/inferred/inferred.facade.js";
import { Clock, StoppedClock } from "../fixtures/inheritance/base.facade.js";
import { WorldClock } from "../fixtures/inheritance/world-clock.facade.js";
import { Calculator, type Sum } from "../fixtures/overloads/calculator.facade.js";
import { hold, type Same } from "./same.ts";

const rate: ExchangeRate = new ExchangeRate("EUR/USD");
hold<Same<ReturnType<typeof rate.latestValue>, Rate | null>>();
hold<Same<ReturnType<typeof rate.start>, void>>();
hold<Same<Parameters<typeof rate.convert>, [amount: number]>>();
hold<Same<ReturnType<typeof ExchangeRate.provided>, ExchangeRate>>();
// @ts-expect-error: a facade has no promises
rate.latestValue().then(() => {});
// @ts-expect-error: the reactor layer's own
void rate.download();
// @ts-expect-error: protected in the source
void rate.scale(1);
// @ts-expect-error: the constructor takes a pair
void new ExchangeRate();

const store: Store = new Store("a");
void new Store("a", 1, "write", "note", "x", "y");
// @ts-expect-error: not a mode
void new Store("a", 1, "append");
store.find({ text: "a" });
store.page(undefined, 1, new Date());
// @ts-expect-error: a default before a required parameter still has its place
store.page(new Date());
hold<Same<ReturnType<typeof Session.open>, Session>>();
// @ts-expect-error: the constructor is private
void new Session();
void new Shape(3);
void new Shape("square", true);
// @ts-expect-error: no such overload
void new Shape("square");

const pair: Pair = "EUR/USD";
const one: number = fetchRate(pair);
const two: number = quotes(pair);
const many: number[] = quotes([pair]);
const swapped: [string, number] = swap([1, "a"]);
// @ts-expect-error: no pair
fetchRate("EUR");
export const numbers: readonly unknown[] = [one, two, many, swapped];

const rates: Rates = Rates.create("EUR/USD");
const history: History = rates.history(3);
const entries: Entry[] = history.entries();
hold<Same<ReturnType<typeof rates.since>, History | null>>();
hold<Same<ReturnType<typeof rates.inferred>, History | null>>();
const self: Rates = rates.self().self();
// @ts-expect-error: a copy of a facade is no facade
rates.namespaced({ ...history });
export const objects: readonly unknown[] = [entries, self];

export function feed(feed: Feed, level: Level): Shown {
  const levels: readonly ["low", "high"] = feed.levels();
  hold<Same<ReturnType<typeof feed.unseen>[1]["text"], "; }">>();
  // @ts-expect-error: no level
  feed.quote("middle", {});
  return feed.quote(level, {}).pair === levels[0] ? feed.hidden(feed as never) : { secret: "" };
}

const inferred: Inferred = new Inferred();
hold<Same<ReturnType<typeof inferred.nothing>, void>>();
hold<Same<ReturnType<typeof inferred.number>, number>>();
const first: { first: string; rest: string[] } = inferred.generic(["a"]);
inferred.page(1, "desc");
export const inferences: readonly unknown[] = [first];

const world: Clock = new WorldClock("UTC", "CET");
const local: WorldClock = WorldClock.local();
const stopped: Clock = new StoppedClock("UTC");
const now: Date = local.now();
local.difference(stopped);
// @ts-expect-error: of the subclass only
world.zones();
export const clocks: readonly unknown[] = [now];

const calculator: Calculator = new Calculator();
const sum: number = calculator.add(1, 2, 3);
const text: string = calculator.add("a", "b");
const picked: number = calculator.pick({ total: 1 }, "total");
const parsed: Sum = Calculator.parse("1");
hold<Same<ReturnType<typeof calculator.either>, number>>();
hold<Same<ReturnType<typeof calculator.later>, (Sum | null)[]>>();
// @ts-expect-error: no such overload
calculator.add("a", 1);
export const sums: readonly unknown[] = [sum, text, picked, parsed];
