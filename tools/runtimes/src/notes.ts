/** What a reader of the table should know of a runtime, by its name: the causes, where the failures show effects. */
const relay =
  "A BroadcastChannel cannot be read there without turning the event loop. Each thread that did not start the reactor itself " +
  "therefore has a relay, a worker of its own (`reactor/relay.ts`): one thread more, and tests that count threads fail.";
const inspector =
  "The debugger's protocol does not tell of workers there, so that the tests of the thread's name cannot see it.";
const wording = "The messages of errors that the runtime itself throws are worded otherwise than Node's.";

export const notes: Readonly<Record<string, readonly string[]>> = {
  bun: [
    relay,
    inspector,
    wording,
    "`resourceLimits` of a worker are not enforced: a reactor that fills its memory goes on to fill the machine's.",
    "A small Buffer has a backing store of its own and is not cut from a pool, as a test expects of its own side.",
  ],
  deno: [
    relay,
    inspector,
    wording,
    "Stacks name the TypeScript sources, by their source maps, where a test expects the built file.",
    "Not explained yet: under load, once a calling thread has ended, the reactor now and then answers nobody any more " +
      "(2 of 10 runs of one scenario; none of 14 without the lifeline, `reactor/lifeline.ts`). Other tests fail in one run and pass " +
      "in the next: the one that runs out of memory, and the one in which two threads send large values at once.",
  ],
};
