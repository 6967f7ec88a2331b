import fc from "fast-check";
import { expect, test } from "vitest";
import { FakeClock } from "@picot/services";
import { recorded } from "./record.ts";

test("[C185][C188] for any interval and any durations, runs lie on the grid, never overlap, and every turn is run or missed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.nat(200), { maxLength: 20 }),
      fc.boolean(),
      fc.nat(500),
      async (origin, interval, durations, now, time) => {
        const clock = new FakeClock();
        await clock.advance(origin);
        const { loop, runs } = recorded(clock, durations);
        const ended = loop.start(interval, { now });
        await clock.advance(time);

        const turns = runs.map((run) => (run.began - origin) / interval);
        let expected = now ? 0 : 1;
        for (const [i, run] of runs.entries()) {
          expect(turns[i], "the very first turn that was free").toBe(expected);
          const duration = durations[i] ?? 0;
          if (i + 1 < runs.length) expect(run.ended).toBe(run.began + duration);
          expected += Math.floor(duration / interval) + 1;
        }
        // The turn that is waited for now is neither run nor missed; a run under way has not missed anything yet.
        const last = runs.at(-1);
        if (last === undefined || !Number.isNaN(last.ended)) {
          expect(loop.missed + runs.length).toBe(expected - (now ? 0 : 1));
          expect(origin + expected * interval).toBeGreaterThan(origin + time);
        }

        loop.stop();
        await clock.advance(200);
        expect(await ended).toBe(loop);
        expect(clock.pending).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});
