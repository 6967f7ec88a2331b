import type { Contestant } from "../contestant.ts";
import type { Call } from "../row.ts";

export const makeSynchronized: Contestant = {
  name: "make-synchronized",
  role: "peer",
  package: "make-synchronized",
  async open() {
    const library = await import("make-synchronized");
    const { work } = library.makeSynchronized<typeof import("../workers/make-synchronized.ts")>(
      new URL("../workers/make-synchronized.js", import.meta.url),
    );
    return work satisfies Call;
  },
};
