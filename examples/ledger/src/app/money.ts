/** Cents of an amount as people write it: `12.5`, `-3.20`, `1,000`. Never a binary fraction on the way. */
export function cents(amount: string): bigint {
  const [, sign, whole, fraction = ""] = /^(-?)([\d,]+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (whole === undefined) throw new RangeError(`not an amount: ${amount}`);
  const value = BigInt(whole.replaceAll(",", "") + fraction.padEnd(2, "0"));
  return sign === "-" ? -value : value;
}

/** An amount as people write it: `-1,234.50`. */
export function amount(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, "0");
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0n ? "-" : ""}${whole}.${digits.slice(-2)}`;
}
