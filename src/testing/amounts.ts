/** Tells whether a text is an amount of the gateway's: above zero, ten characters and two decimals at the most (§6.1). */
export function isAmount(value = ""): boolean {
  return /^\d+(\.\d{1,2})?$/.test(value) && value.length <= 10 && toHundredths(value) > 0n;
}

/** Returns an amount in hundredths: whole numbers, since decimals as floats don't add up. */
export function toHundredths(amount: string): bigint {
  const [whole = "0", decimals = ""] = amount.split(".");
  return BigInt(whole + decimals.padEnd(2, "0"));
}

/** Returns hundredths as an amount with two decimals; below zero with its sign. */
export function fromHundredths(hundredths: bigint): string {
  const digits = `${hundredths < 0n ? -hundredths : hundredths}`.padStart(3, "0");
  return `${hundredths < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Returns the sum of amounts in hundredths. */
export function sumHundredths(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + toHundredths(amount), 0n);
}
