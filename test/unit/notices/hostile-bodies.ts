import fc from "fast-check";

/** A body near a genuine one: bytes flipped, runs cut, doubled, moved or put in, a few times. */
export function mutated(genuine: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const step = fc.record({
    kind: fc.constantFrom("flip", "set", "cut", "double", "insert", "move", "swap", "truncate"),
    // Anywhere alike: small numbers are no likelier.
    at: fc.noBias(fc.nat()),
    to: fc.noBias(fc.nat()),
    length: fc.noBias(fc.integer({ min: 1, max: 40 })),
    byte: fc.nat(255),
    text: fc.constantFrom(...SNIPPETS),
  });
  return fc
    .tuple(
      genuine,
      fc.oneof(fc.array(step, { minLength: 1, maxLength: 1 }), fc.array(step, { minLength: 2, maxLength: 4 })),
    )
    .map(([text, steps]) => {
      let data = Buffer.from(text);
      for (const { kind, at, to, length, byte, text: snippet } of steps) {
        const from = at % (data.length + 1);
        const run = data.subarray(from, from + length);
        const [before, after] = [data.subarray(0, from), data.subarray(from + run.length)];
        const other = to % (before.length + after.length + 1);
        const rest = Buffer.concat([before, after]);
        if (kind === "flip" && from < data.length) data[from] = (data[from] as number) ^ (1 << (byte & 7));
        if (kind === "set" && from < data.length) data[from] = byte;
        if (kind === "cut") data = rest;
        if (kind === "double") data = Buffer.concat([before, run, run, after]);
        if (kind === "insert") data = Buffer.concat([before, Buffer.from(snippet), data.subarray(from)]);
        if (kind === "move") data = Buffer.concat([rest.subarray(0, other), run, rest.subarray(other)]);
        if (kind === "swap") data = Buffer.concat([before, Buffer.from(run).reverse(), after]);
        if (kind === "truncate") data = Buffer.from(before);
      }
      return new Uint8Array(data) as Uint8Array<ArrayBuffer>;
    });
}

/** What a hostile sender may put in. */
const SNIPPETS = [
  ..."<>&;=%+'\" \t\n\0:10-",
  ...["<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "<!DOCTYPE r>", "&#0;", "&#x31;", "&#49;", "&amp;", "&lt;", "&nbsp;"],
  ...["<payment_status>1</payment_status>", "</response>", "<response>", "<a/>", "<a b='c'>", "xmlns=''", "\ufeff"],
  ...["&payment_status=1", "&signValue=", "%00", "%31", "%C3", "%ED%A0%80", "__proto__", "constructor", "0180000:"],
  ...["\u00a0", "\u2028", "é", "😀", "\ud800"],
];

/** Bodies of one kind of hostility each, at any length. */
export const WORST_BODIES: Readonly<Record<string, (length: number) => string>> = {
  "of <": (length) => "<".repeat(length),
  "of &": (length) => "&".repeat(length),
  "of & in an element": (length) => within("&", length),
  "of &amp;": (length) => within("&amp;", length),
  "of &amp; without their ends": (length) => within("&amp", length),
  "of numbers of entities": (length) => within("&#x10FFFF;", length),
  "of <a ": (length) => "<a ".repeat(length / 3),
  "of open elements": (length) => "<a>".repeat(length / 3),
  "of empty elements": (length) => within("<a/>", length),
  "of elements": (length) => within("<a>1</a>", length),
  "of different elements": (length) => `<r>${numbered(length, (i) => `<a${i}>1</a${i}>`)}</r>`,
  "of closing tags": (length) => `<r>${"</r>".repeat(length / 4)}`,
  "of attributes in one tag": (length) => `<r ${numbered(length, (i) => `a${i}='1' `)}><a>1</a></r>`,
  "of attributes in short tags": (length) => within(`<a b="c" d="e" f="g">1</a>`, length),
  "of one open attribute": (length) => `<r a="${"x".repeat(length)}`,
  "of spaces in a tag": (length) => `<r${" ".repeat(length)}`,
  "of spaces around =": (length) => `<r${` a =`.repeat(length / 4)}`,
  "of CDATA": (length) => within("<![CDATA[x]]>", length),
  "of CDATA openers": (length) => within("<![CDATA[", length),
  "of CDATA ends": (length) => within("]]>", length),
  "of ]": (length) => within("]", length),
  "of comments": (length) => within("<!-- -->", length),
  "of line ends": (length) => within("\r\n", length),
  "of spaces around the root": (length) => " ".repeat(length / 2) + "<r><a>1</a></r>" + " ".repeat(length / 2),
  "of text before the root": (length) => "x".repeat(length),
  "of declarations": (length) => `<?xml version="1.0"?>`.repeat(length / 21),
  "of a declaration's spaces": (length) => `<?xml${" ".repeat(length)}`,
  "of a frame": (length) => "RESPONSE".repeat(length / 8) + "RESPONSEEND",
  "of one text": (length) => `<r><a>${"x".repeat(length)}</a></r>`,
  "of pairs of surrogates": (length) => `<r><a>${"😀".repeat(length / 4)}</a></r>`,
};

/** The same of forms. */
export const WORST_FORMS: Readonly<Record<string, (length: number) => string>> = {
  "of &": (length) => "&".repeat(length),
  "of =": (length) => "=".repeat(length),
  "of a value of =": (length) => `a=${"=".repeat(length)}`,
  "of %": (length) => `a=${"%".repeat(length)}`,
  "of escapes": (length) => `a=${"%41".repeat(length / 3)}`,
  "of escapes of long characters": (length) => `a=${"%F0%9F%98%80".repeat(length / 12)}`,
  "of broken escapes": (length) => `a=${"%C3".repeat(length / 3)}`,
  "of +": (length) => `a=${"+".repeat(length)}`,
  "of fields": (length) => numbered(length, (i) => `f${i}=${i}&`).slice(0, -1),
  "of one field twice": (length) => `a=1&${numbered(length, (i) => `f${i}=1&`)}a=1`,
  "of one name": (length) => "a".repeat(length),
};

/** Values of signed fields that could make a check of the outcome slow. */
export const WORST_VALUES: Readonly<Record<string, (length: number) => string>> = {
  "of :": (length) => ":".repeat(length),
  "of digits": (length) => "1".repeat(length),
  "of digits and :": (length) => "0180000:".repeat(length / 8),
  "of nearly outcomes": (length) => "018000:".repeat(length / 7),
  "of quotes": (length) => "'\"".repeat(length / 2),
  "of spaces": (length) => " ".repeat(length),
  "of spaces and letters": (length) => " x".repeat(length / 2),
  "of < as entities": (length) => "<".repeat(length / 4),
  "of dashes and digits": (length) => "0-1".repeat(length / 3),
};

function within(run: string, length: number): string {
  return `<r><a>${run.repeat(length / run.length)}</a></r>`;
}

function numbered(length: number, write: (number: number) => string): string {
  let text = "";
  for (let i = 0; text.length < length; i++) text += write(i);
  return text;
}
