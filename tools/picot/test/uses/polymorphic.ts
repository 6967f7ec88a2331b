/** Right uses of types that stand for others compile, and wrong ones do not. */
import { Awaited as Settled, Generator as Reports } from "../fixtures/globals/globals.facade.ts";
import { type Account, Savings } from "../fixtures/polymorphic/accounts.facade.ts";
import type { Named, Tagged } from "../fixtures/polymorphic/shapes.ts";
import { type Store, open } from "../fixtures/polymorphic/store.facade.ts";
import { hold, type Same } from "./same.ts";

const savings: Savings = new Savings("plan", "call", 1);
// An interface that the reactor layer's class implements and that waits for nothing holds for the facade as well.
const named: Named = savings;
const account: Account<{ id: number }> = savings;
const itself: Savings = savings.self();
savings.same(itself);
// @ts-expect-error: it may be another one
savings.same(account);
savings.visit((self) => hold<Same<typeof self, Savings>>());
const part: string = savings.part("name");
// @ts-expect-error: no such member
savings.part("nothing");
const keys: "id"[] = account.keys();
const nulls: { id: number | null } = savings.nulls({ id: 1 });
const flat: number = savings.flat([[1]]);
const picked: number = savings.pick("id");
const either: Savings = savings.either(savings);
hold<Same<ReturnType<typeof savings.both>["a"], Savings>>();
const less: { a: Savings } = savings.less({ a: savings, b: 1 });
// @ts-expect-error: it is left out
void less.b;
hold<Same<(typeof Savings)["kinds"], { readonly fixed: 1 }>>();
const perhaps: Savings = savings.perhaps("one");
const none: null = savings.perhaps("none");
const percent: number = savings.by("rate").percent;
const kind: Savings = savings.by("savings");
const made: Savings = Savings.make();
declare const tagged: Tagged;
hold<Same<ReturnType<typeof savings.again>, Savings>>();
// @ts-expect-error: it is tagged, and no account
savings.again(tagged);
const store: Store<Savings> = open(savings);
const found: Savings | null = store.find("id");
// @ts-expect-error: no such key
store.find("name");
const names: string[] = store.map((each) => each.name);
const all: readonly Savings[] = store.all();
// @ts-expect-error: it has a constructor for derived classes only
void new (savings.constructor as typeof Account)("a");

const reports: Reports = new Reports();
for (const line of reports.lines()) hold<Same<typeof line, string>>();
for (const each of reports.all()) hold<Same<typeof each, Reports>>();
const settled: number = new Settled().all(1);
export const used: readonly unknown[] = [
  perhaps,
  none,
  percent,
  kind,
  made,
  named,
  keys,
  part,
  nulls,
  flat,
  picked,
  either,
  found,
  names,
  all,
  settled,
];
