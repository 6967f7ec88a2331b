/** A reactor for as long as one function runs: anyio's start_blocking_portal. */
import { FOREVER } from "../deadline.ts";
import type { SetupOptions } from "./options.ts";
import { setup, stop } from "./setup.ts";

/**
 * Runs `body` with a reactor, which is stopped at its end. Calls of other threads that are running then may finish; where the
 * body threw, they are cancelled, and have 2 seconds to end. A body that is asynchronous is awaited. Application thread.
 *
 * @returns what the body returns
 * @throws what setup() and the body throw
 * @example const rate = withReactor(() => new ExchangeRate("EURUSD").latestValue());
 */
export function withReactor<T>(body: () => T, options?: SetupOptions): T {
  setup(options);
  let result: T;
  try {
    result = body();
  } catch (error) {
    end("cancel", options);
    throw error;
  }
  if (!(result instanceof Promise)) {
    end("finish", options);
    return result;
  }
  return result.then(
    (value: unknown) => {
      end("finish", options);
      return value;
    },
    (error: unknown) => {
      end("cancel", options);
      throw error;
    },
  ) as T; // a promise of what that promise is of
}

function end(calls: "finish" | "cancel", { name }: SetupOptions = {}): void {
  const which = name === undefined ? {} : { name };
  // Those that are to finish may take their time; one that is told to end, and does not, may not.
  stop(calls === "finish" ? { ...which, within: FOREVER, calls } : { ...which, calls });
}
