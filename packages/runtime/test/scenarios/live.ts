import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { eventual } from "@picot/runtime";
import { Admin, Office, type Roster, User } from "../fixtures/live.facade.ts";
import { thrownBy } from "./hand-made.ts";

/** The same object twice in a result, and beside one that came before. */
export function twice(): unknown {
  const office = new Office();
  const [one, other] = office.twice();
  return [one === other, one === office.ann(), one instanceof User, one?.name()];
}

/** Objects in fields, arrays, maps, sets, records and tuples, there and back. */
export function everywhere(): unknown {
  const office = new Office();
  const ann = office.ann();
  const roster: Roster = office.roster();
  const { head, teams, guests, desks, pair } = roster;
  const [one, other] = teams.get("one") ?? [];
  const { items, next } = office.page();
  return {
    here: [
      head instanceof Admin && head.rights(),
      one === ann,
      other === head,
      guests?.has(ann),
      desks["left"] === ann,
      desks["right"],
      pair[0] === ann && pair[1],
    ],
    there: office.check(roster),
    page: [items[0] === ann, items[1] === head, next],
    none: office.check(undefined),
    later: eventual(office).page().wait(5_000).items[0] === ann,
  };
}

/** What may be an object, or something else. */
export function either(): unknown {
  const office = new Office();
  const ann = office.ann();
  const other = office.numberOr(ann);
  return {
    number: office.numberOr(41),
    object: other instanceof Admin,
    back: office.numberOr(other) === ann,
    maybe: [office.maybe("page")?.items[0] === ann, office.maybe("null"), office.maybe("nothing") === undefined],
  };
}

/** Declared as the base class, within a value and elsewhere. */
export function derived(): unknown {
  const office = new Office();
  const bob = office.page().items[1];
  return [
    bob instanceof Admin && bob.rights(),
    Object.getPrototypeOf(bob) === Admin.prototype,
    office.roster().head === bob,
  ];
}

export function getters(): unknown {
  const office = new Office();
  const ann = office.ann();
  const bob = office.roster().head;
  ann.friends = [bob];
  return {
    own: ann.own.user === ann,
    inherited: bob.own.user === bob && bob.self() === bob,
    set: office.friendly(),
    read: ann.friends[0] === bob,
  };
}

/** Objects as the rest of the arguments, in what a function is called with, and in what it returns. */
export function callsAndBack(): unknown {
  const office = new Office();
  const ann = office.ann();
  const seen: unknown[] = [];
  const chosen = office.asked(({ items, next }, at) => {
    seen.push(items[0] === ann, next, at);
    return { chosen: items.toReversed() };
  });
  return { rest: office.all(ann, new User("new"), ann), none: office.all(), seen, chosen };
}

/** Results with objects in them, one that has come and one that has not, for another thread. */
export async function stashed(): Promise<unknown> {
  const office = new Office();
  const come = eventual(office).page();
  come.wait(5_000);
  const coming = eventual(office).maybe("page");
  const told = [come, coming].map(async (each) => {
    const worker = new Worker(new URL("./workers/retrieves-page.js", import.meta.url), { workerData: each.stash() });
    return (await once(worker, "message")) as unknown[];
  });
  return (await Promise.all(told)).flat();
}

export function items(): unknown {
  const office = new Office();
  const ann = office.ann();
  const streamed = [...office.stream()];
  const ahead = [...office.ahead()];
  return {
    streamed: streamed.map(({ user, at }) => [user.name(), user === ann, at]),
    ahead: ahead.map((each) => [each === ann, each instanceof Admin]),
  };
}

/** What is no object of the class, in its place. */
export function wrong(): unknown {
  const office = new Office();
  const roster = office.roster();
  // What TypeScript would refuse is what is tested.
  const bad = [
    { ...roster, head: { name: "x" } },
    { ...roster, teams: new Map([["a b", [office]]]) },
  ] as unknown as Roster[];
  const refused = bad.map((each) => thrownBy(() => office.check(each)));
  const given = thrownBy(() => office.asked(() => ({ chosen: [1] as unknown as User[] })));
  const broken = (["function", "other", "number"] as const).map((how) => thrownBy(() => office.broken(how)));
  return [...refused, given, ...broken].map((each) => (each instanceof Error ? each.message : each));
}
