import { expect, test, vi } from "vitest";
import { FakeClock, TimerService } from "@picot/services";

test("[C193] the first call is at once, and the others at each interval", async () => {
  const clock = new FakeClock();
  const times: number[] = [];
  const service = new TimerService(2_000, () => times.push(clock.now()), { clock });
  const started = service.startService();
  expect(times).toEqual([0]);
  await started;
  await clock.advance(4_000);
  expect(times).toEqual([0, 2_000, 4_000]);
  await service.stopService();
  expect([service.running, clock.pending]).toEqual([false, 0]);
});

test("[C193] a stop during a call waits for its end", async () => {
  const clock = new FakeClock();
  let ended = false;
  const body = (): Promise<void> =>
    new Promise((resolve) =>
      clock.callLater(500, () => {
        ended = true;
        resolve();
      }),
    );
  const service = new TimerService(2_000, body, { clock });
  await service.startService();
  const stopped = service.stopService().then(() => ended);
  await clock.advance(499);
  expect([ended, service.running]).toEqual([false, true]);
  await clock.advance(1);
  expect(await stopped).toBe(true);
});

test("[C193] a call that fails is logged, ends the calls, and does not make the stop fail", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const clock = new FakeClock();
  const service = new TimerService(1_000, () => Promise.reject(new RangeError("no rates")), { clock });
  service.setName("rates");
  await service.startService();
  await clock.advance(5_000);
  expect(log.mock.calls).toEqual([["picot: rates calls no more:", new RangeError("no rates")]]);
  expect([service.running, service.calling, clock.pending]).toEqual([true, false, 0]);
  await service.stopService();
  expect(service.running).toBe(false);
  log.mockRestore();
});

test("[C193] onError hears of it instead, and the service can be started again", async () => {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  let calls = 0;
  const service = new TimerService(
    1_000,
    () => {
      calls += 1;
      if (calls === 1) throw new RangeError("once");
    },
    { clock, onError: (error) => errors.push(error) },
  );
  await service.startService();
  await service.stopService();
  await service.startService();
  await clock.advance(1_000);
  expect([errors, calls, service.calling]).toEqual([[new RangeError("once")], 3, true]);
  await service.stopService();
});
