import type { Contestant } from "../contestant.ts";

/** It takes a function that sees nothing around it, and evaluates its text in a worker: what it needs it imports. */
export const makeSynchronous: Contestant = {
  name: "make-synchronous",
  role: "peer",
  package: "make-synchronous",
  async open() {
    const { default: library } = await import("make-synchronous");
    // One import, not one for each call: that would be its own cost, and not the library's.
    const file = JSON.stringify(new URL("../workers/make-synchronous.js", import.meta.url));
    return library(`async (...args) => (globalThis.work ??= (await import(${file})).work)(...args)`);
  },
};
