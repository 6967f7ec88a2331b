/** Ways to get the hand-off wrong: each breaks one rule of the protocol, and the scenarios must show it. */
import type { Edit } from "./machine.ts";

export interface Mutant {
  readonly edits: readonly Edit[];
  /** A scenario that shows it. */
  readonly shownBy: string;
}

export const mutants: Readonly<Record<string, Mutant>> = {
  "the caller looks at its ring before it publishes what it waits for, and not after": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/sleep",
        find: "if (!this.#replies.isEmpty() || Atomics.load(words, ThreadWord.Over) !== 0) {",
        put: "if (seen) {",
      },
      {
        file: "memory/sleep",
        find: "    Atomics.store(words, ThreadWord.Want, want);\n    // And",
        put: "    const seen = !this.#replies.isEmpty() || Atomics.load(words, ThreadWord.Over) !== 0;\n    Atomics.store(words, ThreadWord.Want, want);\n    // And",
      },
    ],
  },
  "the caller sleeps with no second look": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/sleep",
        find: "if (!this.#replies.isEmpty() || Atomics.load(words, ThreadWord.Over) !== 0) {",
        put: "if (Atomics.load(words, ThreadWord.Over) !== 0) {",
      },
    ],
  },
  "the reactor notifies before it changes the word": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/sleep",
        find: "const wanted = Atomics.exchange(block.words, ThreadWord.Want, Want.Nothing);\n  if (wanted !== Want.Nothing) Atomics.notify(block.words, ThreadWord.Want);",
        put: "Atomics.notify(block.words, ThreadWord.Want);\n  Atomics.exchange(block.words, ThreadWord.Want, Want.Nothing);",
      },
    ],
  },
  "the reactor changes the word and does not notify": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/sleep",
        find: "if (wanted !== Want.Nothing) Atomics.notify(block.words, ThreadWord.Want);",
        put: "",
      },
    ],
  },
  "the reactor wakes the caller before it publishes the answer": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "replies",
        find: "if (this.#backlog.length === 0 && isPlain(this.#writer) && this.#ring.write(Kind.Reply | flags, id, this.#writer))\n      return wakeFor(this.#block, id);",
        put: "if (this.#backlog.length === 0 && isPlain(this.#writer)) {\n      wakeFor(this.#block, id);\n      if (this.#ring.write(Kind.Reply | flags, id, this.#writer)) return;\n    }",
      },
    ],
  },
  "the reactor wakes the caller before it publishes what it asks for": {
    shownBy: "a function of the caller's is asked for",
    edits: [
      {
        file: "replies",
        find: "if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return wake(this.#block);",
        put: "wake(this.#block);\n    if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return;",
      },
    ],
  },
  "the reactor wakes only a caller that waits for what has the number of its question": {
    shownBy: "a function of the caller's is asked for",
    edits: [
      {
        file: "replies",
        find: "if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return wake(this.#block);",
        put: "if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return wakeFor(this.#block, id + 1000);",
      },
    ],
  },
  "the reactor wakes the thread before it publishes an event": {
    shownBy: "an event comes while the thread listens for it",
    edits: [
      {
        file: "replies",
        find: "if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return wake(this.#block);",
        put: "wake(this.#block);\n    if (this.#backlog.length === 0 && isPlain(from) && this.#ring.write(kind, id, from)) return;",
      },
    ],
  },
  "a thread is not told of the events that it has when its reactor ends": {
    shownBy: "the reactor dies after an event",
    edits: [
      {
        file: "waits",
        find: "if (this.#callbacks.isDue || isEnough()) continue;",
        put: "",
      },
    ],
  },
  "a function runs although the wait for its call is over": {
    shownBy: "a function's call is over, and another follows",
    edits: [
      {
        file: "arrivals",
        find: "    this.#pending.delete(id);\n    if (forgotten?.given !== undefined) this.#callbacks.forget(forgotten);",
        put: "    if (forgotten === undefined) return;",
      },
    ],
  },
  "a record's tail is published before its payload": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/ring",
        find: "if (length > 0) payload.copyTo(this.#bytes, at + HEADER_BYTES);\n    this.#tail = (this.#tail + padding + need) | 0;",
        put: "this.#tail = (this.#tail + padding + need) | 0;\n    Atomics.store(this.#place.words, this.#place.tail, this.#tail);\n    if (length > 0) payload.copyTo(this.#bytes, at + HEADER_BYTES);",
      },
    ],
  },
  "an answer is let go of before it is read": {
    shownBy: "answers fill their ring",
    edits: [
      {
        file: "arrivals",
        find: "if (kind === Kind.Reply) this.#settle(this.#ring.id, this.#ring.kind);\n      else if",
        put: "if (kind === Kind.Reply) {\n        this.#ring.release();\n        this.#settle(this.#ring.id, this.#ring.kind);\n        continue;\n      }\n      if",
      },
    ],
  },
  "a full ring takes another record": {
    shownBy: "answers fill their ring",
    edits: [
      {
        file: "memory/ring",
        find: "if (RING_BYTES - ((this.#tail - this.#head) | 0) < whole) return false;",
        put: "if (RING_BYTES * 2 - ((this.#tail - this.#head) | 0) < whole) return false;",
      },
    ],
  },
  "the reactor does not wake the caller once it has asked for room": {
    shownBy: "answers fill their ring, and the last is waited for first",
    edits: [{ file: "replies", find: "this.flush();\n    wake(this.#block);", put: "" }],
  },
  "the caller does not ring once it has made room": {
    shownBy: "answers fill their ring, and the last is waited for first",
    edits: [{ file: "arrivals", find: "if (takeAskedForSpace(this.#block)) this.#bell.ring();", put: "" }],
  },
  "the reactor sleeps with no second look at the bits": {
    shownBy: "a call is answered at once",
    edits: [
      { file: "memory/bell", find: "if (!anyPending(block, words)) return true;", put: "if (words > 0) return true;" },
    ],
  },
  "the reactor looks at the bits before it declares sleep, and not after": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/bell",
        find: 'Atomics.store(block.words, ReactorWord.State, State.Asleep);\n  // Declared first, then looked: a thread that set its bit before saw "awake" and did not ring.\n  if (!anyPending(block, words)) return true;',
        put: "const none = !anyPending(block, words);\n  Atomics.store(block.words, ReactorWord.State, State.Asleep);\n  if (none) return true;",
      },
    ],
  },
  "the caller reads the reactor's state before it sets its bit": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "memory/bell",
        find: "  if ((Atomics.load(block.words, word) & bit) === 0) Atomics.or(block.words, word, bit);",
        put: "  const seen = Atomics.load(block.words, ReactorWord.State);\n  Atomics.or(block.words, word, bit);\n  if (seen === State.Awake) return false;",
      },
    ],
  },
  "the caller announces a request before it publishes it": {
    shownBy: "a call is answered at once",
    edits: [
      {
        file: "requests",
        find: "if (isPlain(from) && this.#ring.write(kind, id, from)) this.#bell.ring();",
        put: "this.#bell.ring();\n    if (isPlain(from) && this.#ring.write(kind, id, from)) return;",
      },
    ],
  },
  "the reactor parks with no look after it has declared it": {
    shownBy: "the reactor parks",
    edits: [
      {
        file: "memory/bell",
        find: "if (!anyPending(block, words)) Atomics.wait(",
        put: "if (words > 0) Atomics.wait(",
      },
    ],
  },
  "a caller does not wake a reactor that is parked": {
    shownBy: "the reactor parks",
    edits: [{ file: "memory/bell", find: "if (state === State.Parked) unpark(block);", put: "" }],
  },
  "a caller notifies a parked reactor before it changes the word": {
    shownBy: "the reactor parks",
    edits: [
      {
        file: "memory/bell",
        find: "const state = Atomics.compareExchange(block.words, ReactorWord.State, State.Parked, State.Awake);",
        put: "Atomics.notify(block.words, ReactorWord.State);\n  const state = Atomics.compareExchange(block.words, ReactorWord.State, State.Parked, State.Awake);\n  if (state === State.Parked) return;",
      },
    ],
  },
  "the reactor says that it is awake after an answer outside its turns, and goes to rest": {
    shownBy: "the reactor parks after an answer outside its turns",
    edits: [
      {
        file: "reactor/turns",
        find: "    this.#begin();\n    void SETTLED.then(this.#rest);\n  }",
        put: "  }",
      },
    ],
  },
  "the caller looks at the phase and not once more at its ring": {
    shownBy: "the reactor dies in a call",
    edits: [
      {
        file: "waits",
        find: "      this.#arrivals.drain();\n      if (calls.some(isSettled)) return;\n      for (const each of calls)",
        put: "      for (const each of calls)",
      },
    ],
  },
  "the caller does not look whether the reactor has ended once it has published what it waits for": {
    shownBy: "the reactor dies in a call",
    edits: [
      {
        file: "memory/sleep",
        find: "if (!this.#replies.isEmpty() || Atomics.load(words, ThreadWord.Over) !== 0) {",
        put: "if (!this.#replies.isEmpty()) {",
      },
    ],
  },
  "the end is told by the word, after whoever sleeps was woken": {
    shownBy: "the reactor dies in a call",
    edits: [
      { file: "memory/sleep", find: "  Atomics.store(block.words, ThreadWord.Over, 1);\n", put: "" },
      {
        file: "memory/sleep",
        find: "left a sleeper behind.\n  Atomics.notify(block.words, ThreadWord.Want);",
        put: "left a sleeper behind.\n  Atomics.notify(block.words, ThreadWord.Want);\n  Atomics.store(block.words, ThreadWord.Over, 1);",
      },
    ],
  },
  "the end is told only to those whose word says that they sleep": {
    shownBy: "the reactor dies in a call",
    edits: [
      {
        file: "memory/sleep",
        find: "  Atomics.store(block.words, ThreadWord.Want, Want.Nothing);\n  // Whatever the word held",
        put: "  if (Atomics.exchange(block.words, ThreadWord.Want, Want.Nothing) === Want.Nothing) return;\n  // Whatever the word held",
      },
    ],
  },
  "a caller does not look at the phase": {
    shownBy: "the reactor dies in a call",
    edits: [{ file: "waits", find: "if (sent.settled === undefined) this.#checkAlive(slept, [sent]);", put: "" }],
  },
  "an id is given out twice": {
    shownBy: "a call's time is up, and another follows",
    edits: [{ file: "call", find: "do this.#lastId += 1;", put: "do this.#lastId = 1;" }],
  },
  "an abandoned call is answered, and its answer taken for the next": {
    shownBy: "a call's time is up, and another follows",
    edits: [
      {
        file: "arrivals",
        find: "const call = this.#pending.get(id);",
        put: "const call = [...this.#pending.values()][0];",
      },
    ],
  },
};
