const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** `&#1114111;` and `&#x10FFFF;` with zeros in front. */
const LONGEST_ENTITY = 12;

/**
 * Returns the text that a run of XML character data stands for: line ends made one, entities replaced.
 *
 * @throws whatever `refuse` makes of a reason.
 */
export function decodeText(run: string, refuse: (why: string) => Error, options: { literal?: boolean } = {}): string {
  if (hasControl(run)) throw refuse("a control character stands in it");
  const lines = run.replace(/\r\n?/g, "\n"); // XML 1.0 §2.11
  if (options.literal) return lines;
  if (lines.includes("]]>")) throw refuse("the end of a CDATA section stands in it alone"); // XML 1.0 §2.4
  let text = "";
  let kept = 0;
  for (let at = lines.indexOf("&"); at >= 0; at = lines.indexOf("&", kept)) {
    const end = lines.slice(at, at + LONGEST_ENTITY).indexOf(";");
    const character = end < 0 ? undefined : decodeEntity(lines.slice(at + 1, at + end));
    if (character === undefined) throw refuse("an entity in it is not one of the five, nor a number");
    text += lines.slice(kept, at) + character;
    kept = at + end + 1;
  }
  return text + lines.slice(kept);
}

/** Tells whether a text holds what may not stand in XML 1.0 at all (§2.2). */
export function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit < 0x20 && unit !== 9 && unit !== 10 && unit !== 13) || unit >= 0xfffe) return true;
  }
  return false;
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
