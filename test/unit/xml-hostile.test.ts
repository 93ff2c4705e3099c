import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ResponseError } from "../../src/errors.ts";
import { readXml } from "../../src/wire/xml.ts";
import { bytes } from "./arbitraries.ts";
import { failure } from "./leaks.ts";
import { flatDocument, GENUINE } from "./xml-oracle.ts";

const MEGABYTE = 1 << 20;
/** Quadratic work on a megabyte takes minutes: the run itself would stop. */
async function refuses(text: string): Promise<void> {
  const error = await failure(() => readXml(text), "malformed_xml");
  expect(error).toBeInstanceOf(ResponseError);
  expect(error.message.length).toBeLessThan(200);
}

describe("refused, as malformed_xml, in bounded time", () => {
  const doctype = (inner: string) =>
    `<?xml version="1.0"?><!DOCTYPE response [${inner}]><response><a>&x;</a></response>`;
  const bomb = Array.from({ length: 10 }, (_, i) => `<!ENTITY x${i} "${`&x${i - 1};`.repeat(10)}">`).join("");
  const cases: Readonly<Record<string, string>> = {
    "billion laughs": doctype(`<!ENTITY x "lol">${bomb}`),
    "an entity of quadratic growth": doctype(`<!ENTITY x "${"a".repeat(1000)}">`),
    "XXE, a file": doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "XXE, a URL": doctype('<!ENTITY x PUBLIC "x" "http://127.0.0.1/">'),
    "a parameter entity": doctype('<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;'),
    "a document type alone": "<!DOCTYPE response><response><a>1</a></response>",
    "a document type in lower case": "<!doctype html><html><body>502</body></html>",
    "a document type within": "<response><!DOCTYPE x><a>1</a></response>",
    "an HTML page": "<html><head><meta charset=utf-8><title>502</title></head><body><br>Bad Gateway</body></html>",
    "an undeclared entity": "<response><a>&nbsp;</a></response>",
    "an entity without an end": "<response><a>&amp</a></response>",
    "an ampersand alone": "<response><a>a & b</a></response>",
    "a very long entity": `<response><a>&${"a".repeat(1000)};</a></response>`,
    "an entity named as a member of objects": "<response><a>&constructor;</a></response>",
    "entity &#0;": "<response><a>&#0;</a></response>",
    "entity &#x1;": "<response><a>&#x1;</a></response>",
    "half of a surrogate pair by number": "<response><a>&#xD83D;&#xDE00;</a></response>",
    "an entity beyond Unicode": "<response><a>&#x110000;</a></response>",
    "an entity of a huge number": "<response><a>&#99999999999999;</a></response>",
    "an entity in capital X": "<response><a>&#X41;</a></response>",
    "half of a surrogate pair": "<response><a>\ud83d</a></response>",
    "a NUL character": "<response><a>\0</a></response>",
    "a control character in CDATA": "<response><a><![CDATA[\u0008]]></a></response>",
    "a control character in an attribute": '<response><a b="\u0001">1</a></response>',
    "a non-character in an attribute": '<response><a b="\ufffe">1</a></response>',
    "a comment": "<response><!-- x --><a>1</a></response>",
    "a comment before the root": "<!-- x --><response><a>1</a></response>",
    "a processing instruction": "<response><?php x ?><a>1</a></response>",
    "a style sheet": '<?xml version="1.0"?><?xml-stylesheet href="x"?><response><a>1</a></response>',
    "a declaration twice": '<?xml version="1.0"?><?xml version="1.0"?><response><a>1</a></response>',
    "version 2": '<?xml version="2.0"?><response><a>1</a></response>',
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><response><a>1</a></response>',
    GBK: '<?xml version="1.0" encoding="GBK"?><response><a>1</a></response>',
    "UTF-7": '<?xml version="1.0" encoding="UTF-7"?><response><a>+ADw-</a></response>',
    "a namespace": '<response xmlns="urn:x"><a>1</a></response>',
    "a prefixed element": "<x:response><a>1</a></x:response>",
    "a prefixed attribute": '<response x:y="1"><a>1</a></response>',
    "an attribute twice": '<response a="1" a="2"><a>1</a></response>',
    "an attribute without quotes": "<response a=1><a>1</a></response>",
    "attributes without space": '<response a="1"b="2"><a>1</a></response>',
    "an entity in an attribute": '<response a="&x;"><a>1</a></response>',
    "text beside elements": "<response>x<a>1</a></response>",
    "text after elements": "<response><a>1</a>x</response>",
    "CDATA beside elements": "<response><![CDATA[x]]><a>1</a></response>",
    "text before the root": "x<response><a>1</a></response>",
    "text after the root": "<response><a>1</a></response>x",
    "two roots": "<response><a>1</a></response><response><a>2</a></response>",
    "a root of CDATA": "<![CDATA[x]]>",
    "CDATA after the root": "<response><a>1</a></response><![CDATA[x]]>",
    "the end of CDATA alone": "<response><a>]]></a></response>",
    "CDATA without an end": "<response><a><![CDATA[x</a></response>",
    "tags crossed": "<response><a><b>1</a></b></response>",
    "tags of another case": "<response><a>1</A></response>",
    "a closing tag too many": "<response><a>1</a></a></response>",
    "a closing tag first": "</response>",
    "a closing tag with an attribute": '<response><a>1</a b="1"></response>',
    "a space before the name": "< response><a>1</a></response>",
    "a name that begins with a digit": "<response><1>1</1></response>",
    "a name of 65 characters": `<response><${"a".repeat(65)}>1</${"a".repeat(65)}></response>`,
    "nine levels": `${"<a>".repeat(9)}1${"</a>".repeat(9)}`,
    "100,000 levels": `${"<a>".repeat(100_000)}1${"</a>".repeat(100_000)}`,
    "100,000 levels, open": "<a>".repeat(100_000),
    JSON: '{"a":1}',
    "a form": "account=1&terminal=2",
    "an empty text": "",
    "white space": " \n ",
    "a megabyte of <": "<".repeat(MEGABYTE),
    "a megabyte of &": `<response>${"&".repeat(MEGABYTE)}</response>`,
    "a megabyte of &amp": `<response>${"&amp".repeat(MEGABYTE / 4)}</response>`,
    "a megabyte of ]]>": `<response>${"]]>".repeat(MEGABYTE / 3)}</response>`,
    "a megabyte of >": ">".repeat(MEGABYTE),
    "a megabyte of spaces in a tag": `<response${" ".repeat(MEGABYTE)}`,
    "a megabyte of spaces, then a letter": `<response${" ".repeat(MEGABYTE)}x>`,
    "spaces around a missing =": `<a${" b".repeat(MEGABYTE / 4)}${" ".repeat(MEGABYTE / 2)}>`,
    "a megabyte of quotes": `<response a=${'"'.repeat(MEGABYTE)}`,
    "a quote that never ends": `<response a="${"x".repeat(MEGABYTE)}`,
    "quotes in turn": `<response a=${"\"'".repeat(MEGABYTE / 2)}>`,
    "a long list of attributes without an end": `<response${attributeList(MEGABYTE)}`,
    "a long list of attributes, the last one twice": `<response${attributeList(MEGABYTE)} a0="1"><a>1</a></response>`,
    "a megabyte of open CDATA": `<response>${"<![CDATA[".repeat(MEGABYTE / 9)}`,
    "a megabyte of closing tags": "</a>".repeat(MEGABYTE / 4),
    "a declaration of a megabyte": `<?xml${" ".repeat(MEGABYTE)}`,
    "an encoding of a megabyte": `<?xml version="1.0" encoding="${"U".repeat(MEGABYTE)}`,
    "a name of a megabyte": `<${"a".repeat(MEGABYTE)}>`,
    "spaces outside the root, then text": `${" ".repeat(MEGABYTE)}<a>1</a>${" ".repeat(MEGABYTE)}x`,
  };
  test.each(Object.entries(cases))("%s", (_, text) => refuses(text));
});

describe("the most a caller lets through: 16 MB", () => {
  // Whatever comes of it, only this library's error may leave the reader: a RangeError would be a crash.
  test.each([
    ["attributes", `<response${attributeList(16 * MEGABYTE)}><a>1</a></response>`],
    ["attributes without an end", `<response${attributeList(16 * MEGABYTE)}`],
    ["spaces in a tag", `<response${" ".repeat(16 * MEGABYTE)}`],
    ["one attribute", `<response a="${"x".repeat(16 * MEGABYTE)}"><a>1</a></response>`],
    ["one name", `<${"a".repeat(16 * MEGABYTE)}>`],
    ["one text", `<response><a>${"x".repeat(16 * MEGABYTE)}</a></response>`],
    ["one run of &", `<response><a>${"&".repeat(16 * MEGABYTE)}</a></response>`],
  ])("%s", (_, text) => {
    expect(outcomeOf(text)).toMatch(/^(read|malformed_xml)$/);
  });

  test("a megabyte of genuine fields is read in time", () => {
    const fields =
      '<orderInfo><payment_id>231220170723834010513</payment_id><n a="1">&amp;<![CDATA[<]]></n></orderInfo>';
    const root = readXml(`<response>${fields.repeat(10_000)}</response>`);
    expect(root.children).toHaveLength(10_000);
    expect(root.children[9999]?.children[1]?.text).toBe("&<");
  });
});

describe("damage on the way", () => {
  test("a genuine document cut at any place is refused", async () => {
    for (let length = 0; length < GENUINE.length; length++) await refuses(GENUINE.slice(0, length));
    for (let from = 1; from < GENUINE.length; from++) {
      // Without its whole declaration a document is still one, when nothing but the root is left.
      if (!GENUINE.slice(from).trim().startsWith("<response>")) await refuses(GENUINE.slice(from));
    }
  });

  test("changed bytes never make anything but a ResponseError", () => {
    const edit = fc.tuple(fc.nat(), fc.nat(255));
    const changed = fc
      .tuple(fc.oneof(flatDocument, fc.constant(GENUINE)), fc.array(edit, { maxLength: 6 }))
      .map(([text, edits]) => {
        const data = Buffer.from(text);
        for (const [at, byte] of edits) data[at % data.length] = byte;
        return data.toString("utf8");
      });
    const raw = bytes(200).map((data) => Buffer.from(data).toString("latin1"));
    const marks = fc.string({ unit: fc.constantFrom(..."<>&;/!?[]CDATA=\"' ab#x1"), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(changed, raw, marks), (text) => {
        expect(outcomeOf(text)).toMatch(/^(read|malformed_xml)$/);
      }),
      { numRuns: 4000 },
    );
  });
});

function outcomeOf(text: string): string {
  try {
    readXml(text);
    return "read";
  } catch (error) {
    return error instanceof ResponseError ? error.code : String(error);
  }
}

function attributeList(length: number): string {
  const list: string[] = [];
  for (let i = 0, size = 0; size < length; i++) size += list[list.push(` a${i}="1"`) - 1]?.length ?? 0;
  return list.join("");
}
