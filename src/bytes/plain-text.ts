/** Tells whether a value is ASCII letters and digits, within a length: the shape of account and terminal numbers. */
export function isPlainText(value: unknown, least: number, most: number): boolean {
  return typeof value === "string" && value.length >= least && value.length <= most && /^[0-9A-Za-z]+$/.test(value);
}

/** Tells whether a value has the shape of a secret: 1 to 128 characters, none of them white space or a control. */
export function isSecretText(value: unknown): boolean {
  if (typeof value !== "string" || value.length === 0 || value.length > 128) return false;
  // By hand: a regular expression would leave the secret in RegExp.lastMatch.
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit <= 32 || unit === 0x7f || unit === 0xa0 || value[i]?.trim() === "") return false;
  }
  return true;
}

/** Tells whether a text can be a header's value as it stands: printable ASCII without spaces. */
export function isHeaderText(value: string): boolean {
  // By hand, as above: the text is a secret.
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit <= 0x20 || unit >= 0x7f) return false;
  }
  return value !== "";
}
