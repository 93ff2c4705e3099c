const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Returns the text that a run of XML character data stands for: line ends made one, entities replaced.
 *
 * @throws whatever `refuse` makes of a reason.
 */
export function decodeText(run: string, refuse: (why: string) => Error, options: { literal?: boolean } = {}): string {
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(run)) throw refuse("a control character stands in it"); // eslint-disable-line no-control-regex
  const lines = run.replace(/\r\n?/g, "\n"); // XML 1.0 §2.11
  if (options.literal) return lines;
  if (lines.includes("]]>")) throw refuse("the end of a CDATA section stands in it alone"); // XML 1.0 §2.4
  if (!lines.includes("&")) return lines;
  return lines.replace(/&([^;&]{0,10});?/g, (whole, body: string) => {
    const text = whole.endsWith(";") ? decodeEntity(body) : undefined;
    if (text === undefined) throw refuse("an entity in it is not one of the five, nor a number");
    return text;
  });
}

function decodeEntity(body: string): string | undefined {
  if (Object.hasOwn(NAMED, body)) return NAMED[body];
  const match = /^#(?:(\d{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(body);
  if (!match) return undefined;
  const point = match[1] === undefined ? Number.parseInt(match[2] as string, 16) : Number(match[1]);
  return isCharacter(point) ? String.fromCodePoint(point) : undefined;
}

/** XML 1.0 §2.2, production 2. */
function isCharacter(point: number): boolean {
  return (
    point === 9 ||
    point === 10 ||
    point === 13 ||
    (point >= 0x20 && point <= 0xd7ff) ||
    (point >= 0xe000 && point <= 0xfffd) ||
    (point >= 0x10000 && point <= 0x10ffff)
  );
}
