/** Green twins at run time: the same members of the same objects. */
import { CancelledError } from "@picot/runtime";
import { type Green, deferToGreenlet, forEach, sleep } from "@picot/runtime/green";
import { describe, expect, test } from "vitest";
import { Account, Savings } from "./fixtures/account.green.ts";
import { Account as OriginalAccount, Savings as OriginalSavings } from "./fixtures/account.reactor.ts";
import { Bank, accountOf } from "./fixtures/bank.green.ts";
import { Bank as OriginalBank } from "./fixtures/bank.reactor.ts";

const inGreen = <T>(body: () => Green<T>): Promise<T> => deferToGreenlet(body);

describe("a green twin", () => {
  test("has the methods of its class, waited for by yield*, and its constructor, fields and accessors as they are", async () => {
    const bank = new Bank("Monte");
    expect([bank.name, bank.size]).toEqual(["Monte", 1]);
    bank.limit = 20;
    expect(bank.limit).toBe(20);
    expect(Bank.called("x")).toBe("Bank x");
    expect(
      await inGreen(function* () {
        const account = yield* bank.account("ann");
        return [account.owner, yield* account.balance(), yield* bank.ready];
      }),
    ).toEqual(["ann", 5, "ready"]);
  });

  test("gives twins for objects that have one, the same for the same object, and null as it is", async () => {
    await inGreen(function* () {
      const bank = yield* Bank.open("Monte");
      expect(bank).toBeInstanceOf(Bank);
      expect(bank.self()).toBe(bank);
      const account = yield* bank.account("ann");
      expect(account).toBeInstanceOf(Account);
      expect(yield* bank.put(account)).toBe(account);
      expect(yield* bank.none()).toBeNull();
      expect(yield* accountOf("bob")).toBeInstanceOf(Account);
    });
  });

  test("passes the objects themselves on, from the constructor too", async () => {
    const original = new OriginalBank("Monte");
    const [ann, bob] = [new Account("ann"), new Account("bob")];
    await inGreen(() => Bank.twinOf(original).put(ann, bob));
    expect(original.seen.slice(1)).toEqual([expect.any(OriginalAccount), expect.any(OriginalAccount)]);
    expect(original.seen[1]).not.toBe(ann);
    expect(Account.twinOf(original.seen[1] as OriginalAccount)).toBe(ann); // as it was put
    expect(await inGreen(() => ann.same(ann))).toBe(true);
    const like = new Bank("like", ann);
    const seen: unknown[] = [];
    await inGreen(function* () {
      seen.push(yield* like.put(bob));
    });
    expect(seen).toEqual([bob]);
  });

  test("is of the most derived class that has one, and derived twins construct derived objects", async () => {
    await inGreen(function* () {
      const saver = yield* new Bank("Monte").account("saver");
      expect(saver).toBeInstanceOf(Savings);
      expect(yield* saver.balance()).toBe(10);
      const own = new Savings("own", 3);
      expect(own.owner).toBe("own");
      expect(yield* own.balance()).toBe(15);
    });
    class Local extends OriginalSavings {}
    expect(Account.twinOf(new Local("local"))).toBeInstanceOf(Savings);
    class Derived extends Savings {
      override *balance(): Green<number> {
        return 1 + (yield* super.balance());
      }
    }
    expect(await inGreen(() => new Derived("derived").balance())).toBe(11);
  });

  test("calls at once: two calls made before the first yield* run side by side, each by its name", async () => {
    const bank = new Bank("Monte");
    const names = await inGreen(function* () {
      const both = [bank.meet(), bank.meet()];
      return [yield* both[0]!, yield* both[1]!];
    });
    expect(names).toEqual(["Bank.meet", "Bank.meet"]);
  });

  test("throws what the method throws, at once or later", async () => {
    const bank = new Bank("Monte");
    await expect(inGreen(() => bank.fail())).rejects.toThrow("no money");
    const error = await inGreen(function* withdrawing() {
      try {
        return yield* bank.fail();
      } catch (error) {
        return error as Error;
      }
    });
    expect(error.stack).toMatch(
      // Below a timer Node may have frames of its own.
      /^RangeError: no money\n.*fail.*\n(?: {4}at .*\(node:internal.*\n)* {4}--- waited for in .* withdrawing ---\n.*withdrawing/,
    );
    await expect(inGreen(() => bank.failNow())).rejects.toThrow("no money");
  });

  test("tells the method when its task is cancelled", async () => {
    const bank = new Bank("Monte");
    const task = deferToGreenlet(() => bank.never());
    await inGreen(() => sleep(1));
    task.cancel();
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    await inGreen(() => sleep(0));
    expect(bank.aborted).toBe(true);
  });

  test("gives a method its signal as a parameter that callers do not see", async () => {
    const bank = new Bank("Monte");
    const task = deferToGreenlet(() => bank.until("task"));
    await inGreen(() => sleep(1));
    task.cancel();
    await expect(task).rejects.toBeInstanceOf(CancelledError);
    await inGreen(() => sleep(0));
    expect(bank.seen).toContain("task stopped");
  });

  test("gives iterators as they are, for forEach", async () => {
    const seen: number[] = [];
    await inGreen(() =>
      forEach(new Bank("Monte").rows(3), function* (row) {
        seen.push(row);
      }),
    );
    expect(seen).toEqual([0, 1, 2]);
    const names: string[] = [];
    await inGreen(() =>
      forEach(new Bank("Monte"), function* (name) {
        names.push(name);
      }),
    );
    expect(names).toEqual(["Monte"]);
  });

  test("refuses a method that has lost its object", () => {
    // oxlint-disable-next-line typescript/unbound-method
    const { self } = new Bank("Monte");
    expect(() => self()).toThrow(/^self: called on something that is no green twin/);
  });
});
