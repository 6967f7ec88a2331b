/** Steps of the protocol in the reactor's thread, told by the access to shared memory that makes them. */
import { REACTOR_WORDS, ReactorWord, State, THREAD_WORDS, ThreadWord } from "../../../packages/runtime/dist/wire.js";

export const STEPS = [
  "a request is there, not read",
  "read, not run",
  "while it runs",
  "answered, not published",
  "published, nobody woken",
  "the word changed, not notified",
  "the caller notified",
  "about to sleep",
] as const;
export type Step = (typeof STEPS)[number];

/** Those after which an answer is out, and must be delivered. */
export const PUBLISHED: readonly Step[] = [
  "published, nobody woken",
  "the word changed, not notified",
  "the caller notified",
];

type Name = "load" | "store" | "exchange" | "notify";

interface Place {
  readonly name: Name;
  readonly words: number;
  readonly index: number;
  /** Before the access, and not after it. */
  readonly before?: boolean;
  readonly if?: (words: Int32Array, value: unknown, result: unknown) => boolean;
}

const thread = (name: Name, index: number, more: Partial<Place> = {}): Place => ({
  name,
  words: THREAD_WORDS,
  index,
  ...more,
});

const PLACES: Readonly<Record<Exclude<Step, "while it runs">, Place>> = {
  "a request is there, not read": thread("load", ThreadWord.RequestTail, {
    if: (words, _, tail) => tail !== words[ThreadWord.RequestHead],
  }),
  "read, not run": thread("store", ThreadWord.RequestHead),
  "answered, not published": thread("store", ThreadWord.ReplyTail, { before: true }),
  "published, nobody woken": thread("store", ThreadWord.ReplyTail),
  "the word changed, not notified": thread("exchange", ThreadWord.Want),
  "the caller notified": thread("notify", ThreadWord.Want),
  "about to sleep": {
    name: "store",
    words: REACTOR_WORDS,
    index: ReactorWord.State,
    if: (_, value) => value === State.Asleep,
  },
};

/** In the reactor's thread: calls `act` at the step. By its Atomics, which all of picot's code there uses. */
export function inject(step: Step, act: () => void): void {
  if (step === "while it runs") return;
  const place = PLACES[step];
  const real = Atomics[place.name] as (...args: unknown[]) => unknown; // one of four, each with arguments of its own
  const replaced = (...args: unknown[]): unknown => {
    const [words, index, value] = args as [Int32Array, number, unknown]; // as each of them takes them
    const here = index === place.index && words.length === place.words;
    if (here && place.before === true) act();
    const result = real(...args);
    if (here && place.before !== true && (place.if?.(words, value, result) ?? true)) act();
    return result;
  };
  Object.assign(Atomics, { [place.name]: replaced });
}
