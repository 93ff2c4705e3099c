/** Tells whether a value is ASCII letters and digits, within a length: the shape of account and terminal numbers. */
export function isPlainText(value: unknown, least: number, most: number): boolean {
  return typeof value === "string" && value.length >= least && value.length <= most && /^[0-9A-Za-z]+$/.test(value);
}
