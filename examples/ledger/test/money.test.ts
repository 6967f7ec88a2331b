import { expect, test } from "vitest";
import { amount, cents } from "../dist/app/money.js";

test.each([
  ["0.00", 0n],
  ["0.05", 5n],
  ["-0.05", -5n],
  ["12.34", 1234n],
  ["-1,234.50", -123450n],
  ["90,071,992,547,409.93", 9007199254740993n],
])("%s is %s cents, there and back", (text, value) => {
  expect(cents(text)).toBe(value);
  expect(amount(value)).toBe(text);
});

test.each(["", "1.234", "1e3", "1.", ".5", "--1"])("%j is not an amount", (text) => {
  expect(() => cents(text)).toThrow(RangeError);
});
