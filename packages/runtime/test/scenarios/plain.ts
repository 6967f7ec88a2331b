/** Values that are copied whatever they are declared as, and those that nobody awaited. */
import { eventual } from "@picot/runtime";
import { Plain } from "../fixtures/plain.facade.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

export function untranslated(): unknown {
  const plain = new Plain("a");
  return {
    data: plain.told({ name: "b" }),
    facade: outcomeOf(() => plain.told(plain)),
    result: plain.some("data"),
    object: outcomeOf(() => plain.some("self")),
    translated: plain.other() === plain,
  };
}

export function forgotten(): Outcome[] {
  const plain = new Plain("a");
  const kinds = ["promise", "thenable", "generator", "async generator"] as const;
  return [...kinds.map((each) => outcomeOf(() => plain.forgotten(each))), outcomeOf(() => plain.bare())];
}

export function passed(): unknown {
  const plain = new Plain("a");
  const told = plain.told.bind(plain) as (value: unknown) => unknown; // as JavaScript may call it
  return [
    outcomeOf(() => told({ name: Promise.resolve("b") })),
    outcomeOf(() => told(eventual(plain).within())),
    plain.within(),
  ];
}
