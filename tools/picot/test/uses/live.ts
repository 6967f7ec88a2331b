// Live objects within values, as an application may use them.
import { type Owner, User, Users, oldest } from "../fixtures/live/users.facade.js";
import { hold, type Same } from "./same.ts";

declare const users: Users;
declare const user: User;
const [first, count, ...others] = users.first();
hold<Same<[typeof first, typeof count, typeof others], [User, number, User[]]>>();
const { items, next } = users.page(1);
hold<Same<[typeof items, typeof next], [readonly User[], number | null]>>();
const found = users.find("Ann");
const name: string = found.ok ? found.value.name() : found.why;
const pair = users.pair();
const one: User = pair.one;
const other: User | undefined = pair["the other"];
const size: number = users.pages()[0]?.items[0]?.id ?? 0;
const either: number | User = users.either(user);
const names: string[] = Object.values(users.byName("Ann")).map((each) => each.name());
const added: Set<User> = users.add(user, user);
const friends: string[] = user.friends.map((each) => each.name());
user.friends = [user];
const family: string | undefined = user.family.get("self")?.name();
const owner: Owner = user;
for (const grant of users.grant({ by: user, to: new Map([["a", user]]), size: 1 }, owner))
  hold<Same<typeof grant.by, User>>();
const chosen: User | undefined = users.each((all, { size: n }) => ({ chosen: all[n] ?? null }));
for (const { user: each, at } of users.stream()) hold<Same<[typeof each, typeof at], [User, number]>>();
for (const each of users.ahead()) hold<Same<typeof each, User>>();
const inferred: User | undefined = users.inferred(true).grant?.by;
const age: number = oldest(new Set([user]))["its age"];
// @ts-expect-error: no user
users.add({ name: "Ann" });
// @ts-expect-error: no array of users
users.grant({ by: user, to: [1], size: 1 }, null);
export const all: readonly unknown[] = [
  name,
  one,
  other,
  size,
  either,
  names,
  added,
  friends,
  family,
  chosen,
  inferred,
  age,
];
