// Generic facades, as an application may use them.
import { Named, Names, type Page, Store } from "../fixtures/generics/store.facade.js";
import { hold, type Same } from "./same.ts";

interface City {
  readonly id: number;
  readonly name: string;
  readonly people: bigint;
}
declare const city: City;

const byName = new Store<City, "name">("name", city);
hold<Same<Parameters<typeof byName.find>, [key: string]>>();
hold<Same<ReturnType<typeof byName.find>, City | undefined>>();
const byId: Store<City> = Store.open(city);
hold<Same<Parameters<typeof byId.find>, [key: number]>>();
hold<Same<typeof byId.all, readonly City[]>>();
const inferred = new Store("people", city);
hold<Same<typeof inferred, Store<City, "people">>>();
hold<Same<typeof inferred.key, "people">>();
const page: Page<City> = byId.page(undefined, 3);
// @ts-expect-error: a default before a required parameter still has its place
byId.page(3);
const picked = byId.pick(1, "name", "people");
hold<Same<typeof picked, Pick<City, "name" | "people"> | null>>();
// @ts-expect-error: no column
byId.pick(1, "height");
const only: { readonly name: string }[] = byId.only("a string");
const merged: Store<City> = byId.merge(byId).merge(byId);
// @ts-expect-error: found by another key
byId.merge(byName);
// @ts-expect-error: without an id it is no row
export type Wrong = Store<{ readonly name: string }>;
// @ts-expect-error: no key of it
void new Store<City, "height">("height", city);

const names: Names = new Names("id", { id: 1 });
const asBase: Store<{ readonly id: number }> = names;
hold<Same<ReturnType<typeof names.merge>, Names>>();
const named = new Named(city);
hold<Same<ReturnType<typeof named.names>, string[]>>();
hold<Same<ReturnType<typeof named.find>, City | undefined>>();
const given: Named<City> = Named.provided("cities");
// @ts-expect-error: the key is not the caller's
void new Named<City>("name", city);
export const all: readonly unknown[] = [page, only, merged, asBase, given];
