import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childrenByName, readXml, readXmlFields, type XmlElement } from "../../src/wire/xml.ts";
import { failure } from "./leaks.ts";
import { flatDocument, GENUINE, readBySaxes } from "./xml-oracle.ts";

describe("readXml against saxes", () => {
  test("the same tree for any flat document", () => {
    fc.assert(
      fc.property(flatDocument, (text) => {
        expect(readXml(text)).toEqual(readBySaxes(text));
      }),
      { numRuns: 1500 },
    );
  });

  test("the same tree for a document as the gateway sends it", () => {
    expect(readXml(GENUINE)).toEqual(readBySaxes(GENUINE));
  });

  test("takes nothing that saxes refuses: documents with a few characters changed", () => {
    const junk = fc.oneof(
      fc.constantFrom(..."<>&;\"'=/![]?-: \n\r\t\u0000\u0001\u000b\u001f\ufffeaA1#x"),
      fc.constantFrom(
        "<!--x-->",
        "]]>",
        "<![CDATA[",
        "&#0;",
        "&#xD800;",
        "&#xFFFF;",
        "&lt",
        "<?x?>",
        "</a>",
        "\r\n",
        ' a="1"',
        "<a/>",
        "\ud800",
      ),
    );
    const edit = fc.tuple(fc.nat(), fc.nat(3), junk);
    let taken = 0;
    fc.assert(
      fc.property(
        fc.oneof(flatDocument, fc.constant(GENUINE)),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (text, edits) => {
          const changed = edits.reduce((source, [at, cut, put]) => {
            const place = at % (source.length + 1);
            return source.slice(0, place) + put + source.slice(place + cut);
          }, text);
          const read = attempt(() => readXml(changed));
          if (read === undefined) return;
          taken++;
          // Outer white space is let pass on purpose; saxes allows none before a declaration.
          expect(read).toEqual(readBySaxes(changed.trim()));
        },
      ),
      { numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});

describe("values stay exact", () => {
  const text = (body: string) => readXml(`<response><v>${body}</v></response>`).children[0]?.text;
  test.each([
    ["007", "007"],
    ["0.10", "0.10"],
    ["231220170723834010513", "231220170723834010513"],
    ["-1", "-1"],
    ["1e3", "1e3"],
    ["  a  ", "  a  "],
    ["", ""],
    ["a\r\nb\rc\nd", "a\nb\nc\nd"],
    ["a&#13;&#10;b", "a\r\nb"],
    ["<![CDATA[&amp;<b>]]>", "&amp;<b>"],
    ["<![CDATA[a\r\nb]]>", "a\nb"],
    ["a<![CDATA[b]]>c<![CDATA[]]>d", "abcd"],
    ["<![CDATA[]]]]><![CDATA[>]]>", "]]>"],
    ["]]&gt;", "]]>"],
    ["&amp;lt;", "&lt;"],
    ["&lt;&gt;&amp;&quot;&apos;", "<>&\"'"],
    ["&#60;&#x3c;&#x3C;&#0060;", "<<<<"],
    ["&#x1F600;😀", "😀😀"],
    ["a;b", "a;b"],
    ["a>b", "a>b"],
  ])("%j is %j", (source, value) => {
    expect(text(source)).toBe(value);
    expect(readBySaxes(`<response><v>${source}</v></response>`).children[0]?.text).toBe(value);
  });

  test.each(["\u0085", "\u2028", "\u00a0", "\ufeff", "\u200b", "\u007f", "e\u0301", "\ufffd"])(
    "%j stays itself",
    (one) => {
      expect(text(`a${one}b`)).toBe(`a${one}b`);
      expect(text(one)).toBe(one);
    },
  );
});

describe("the frames around a document", () => {
  const root = { name: "response", text: "", children: [{ name: "a", text: "1", children: [] }] };
  const body = "<response><a>1</a></response>";
  test.each([
    ["nothing", body],
    ["a byte order mark", `\ufeff${body}`],
    ["a mark and a declaration", `\ufeff<?xml version="1.0" encoding="UTF-8"?>${body}`],
    ["outer white space", `\r\n ${body} \n`],
    ["RESPONSE…RESPONSEEND", `RESPONSE${body}RESPONSEEND`],
    ["the same with a declaration", `RESPONSE\n<?xml version="1.0"?>\n${body}\nRESPONSEEND\n`],
  ])("%s", (_, source) => expect(readXml(source)).toEqual(root));

  test.each([
    `RESPONSE${body}`,
    `${body}RESPONSEEND`,
    `response${body}responseend`,
    "RESPONSEEND",
    "RESPONSERESPONSEEND",
  ])("%s is refused", async (source) => void (await failure(() => readXml(source), "malformed_xml")));
});

describe("fields by name", () => {
  test("elements named as members of every object are fields like any other", () => {
    const source =
      "<r><__proto__>1</__proto__><constructor>2</constructor><toString>3</toString><hasOwnProperty>4</hasOwnProperty></r>";
    const fields = readXmlFields(readXml(source));
    expect(Object.entries(fields)).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
      ["toString", "3"],
      ["hasOwnProperty", "4"],
    ]);
    expect(Object.getPrototypeOf(fields)).toBeNull();
    expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
    expect(fields["valueOf"]).toBeUndefined();
    expect(childrenByName(readXml(source)).get("valueOf")).toBeUndefined();
  });

  test.each([
    ["doubled", "<r><a>1</a><a>2</a></r>"],
    ["doubled, the same value", "<r><a>1</a><b/><a>1</a></r>"],
    ["text, then elements", "<r><a>1</a><a><b>2</b></a></r>"],
    ["elements, then text", "<r><a><b>2</b></a><a>1</a></r>"],
    ["__proto__ doubled", "<r><__proto__>1</__proto__><__proto__>2</__proto__></r>"],
  ])("a field that stands twice is refused: %s", async (_, source) => {
    await failure(() => readXmlFields(readXml(source)), "malformed_xml");
  });

  test("repeated elements stay lists, in order; groups are no text fields", () => {
    const root = readXml("<r><n>0</n><p><i>1</i></p><p><i>2</i></p><p><i>1</i></p></r>");
    const ids = (childrenByName(root).get("p") ?? []).map((one: XmlElement) => readXmlFields(one)["i"]);
    expect(ids).toEqual(["1", "2", "1"]);
    expect({ ...readXmlFields(root) }).toEqual({ n: "0" });
  });

  test("names are told apart by case", () => {
    expect({ ...readXmlFields(readXml("<r><a>1</a><A>2</A></r>")) }).toEqual({ a: "1", A: "2" });
  });
});

function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}
