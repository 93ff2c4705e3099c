/** Tells whether two decimal texts are the same amount: `10` and `10.00` are. */
export function isSameAmount(a: string, b: string): boolean {
  const [one, other] = [normalise(a), normalise(b)];
  return one !== undefined && one === other;
}

function normalise(amount: string): string | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,8}))?$/.exec(amount);
  if (!match) return undefined;
  const whole = (match[1] as string).replace(/^0+(?=\d)/, "");
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
