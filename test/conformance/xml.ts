import { readXml, readXmlFields } from "../../src/wire/xml.ts";
import { openCases } from "./case.ts";

const fieldsOf = (text: string) => readXmlFields(readXml(text));

export const xmlCases = openCases("xml", {
  "fields are read by name, whatever the root is": (t) => {
    for (const root of ["response", "respon"]) {
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n  <account>995149</account><note/></${root}>\n`;
      t.equal(fieldsOf(text), { account: "995149", note: "" });
    }
  },

  "values stay exact text": (t) => {
    const text = "<r><a>00123</a><b>231220170723834010513</b><c>1.10</c><d>0x1F</d><e> x </e><f>1e5</f></r>";
    t.equal(fieldsOf(text), { a: "00123", b: "231220170723834010513", c: "1.10", d: "0x1F", e: " x ", f: "1e5" });
  },

  "CDATA, the five named entities and numbers are read": (t) => {
    const text =
      "<r><a><![CDATA[<b>&amp;]]></a><c>&lt;&gt;&amp;&quot;&apos;</c><d>&#65;&#x42;&#x1F600;</d><e>a<![CDATA[b]]>c</e></r>";
    t.equal(fieldsOf(text), { a: "<b>&amp;", c: "<>&\"'", d: "AB😀", e: "abc" });
  },

  "line ends become one": (t) => t.equal(fieldsOf("<r><a>1\r\n2\r3\n4</a></r>"), { a: "1\n2\n3\n4" }),

  "repeated elements are a list": (t) => {
    const root = readXml("<r><p><id>1</id></p><p><id>2</id></p></r>");
    t.equal(
      root.children.map((child) => [child.name, readXmlFields(child)]),
      [
        ["p", { id: "1" }],
        ["p", { id: "2" }],
      ],
    );
  },

  "a byte order mark and the literal frame are left out": (t) => {
    t.equal(fieldsOf("\uFEFF <r><a>1</a></r> "), { a: "1" });
    t.equal(fieldsOf("RESPONSE<r><a>1</a></r>RESPONSEEND"), { a: "1" });
  },

  "names of the language are names like others": (t) => {
    t.equal(fieldsOf("<r><constructor>1</constructor><toString>2</toString></r>"), { constructor: "1", toString: "2" });
    t.equal(Object.keys(fieldsOf("<r><__proto__>1</__proto__></r>")), ["__proto__"]);
  },

  "document types and their entities are refused": async (t) => {
    const bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><x>&b;</x></r>';
    const outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><a>&x;</a></r>';
    for (const text of [bomb, outside, "<!DOCTYPE r><r><a>1</a></r>", "<r><a>&x;</a></r>"]) {
      await t.refuses("malformed_xml", () => readXml(text));
    }
  },

  "tricks are refused": async (t) => {
    const tricks = [
      "<r><!-- c --><a>1</a></r>",
      "<r><?p x?><a>1</a></r>",
      '<r xmlns="x"><a>1</a></r>',
      "<n:r><a>1</a></n:r>",
      '<r a="1" a="2"><b>1</b></r>',
      "<r>text<a>1</a></r>",
      '<?xml version="1.0" encoding="UTF-16"?><r><a>1</a></r>',
      "<r><a>1</a></r><r><a>1</a></r>",
      "x<r><a>1</a></r>",
    ];
    for (const text of tricks) await t.refuses("malformed_xml", () => readXml(text));
    await t.refuses("malformed_xml", () => fieldsOf("<r><a>1</a><a>2</a></r>"));
  },

  "what is cut short or crossed is refused": async (t) => {
    const whole = '<?xml version="1.0"?><r><a>1</a><b><![CDATA[2]]></b></r>';
    t.equal(fieldsOf(whole), { a: "1", b: "2" });
    for (let end = 0; end < whole.length; end++) await t.refuses("malformed_xml", () => readXml(whole.slice(0, end)));
    for (const text of ["<r><a>1</b></r>", "<r><a><b>1</a></b></r>", "</r>", "<r/>", "<html><br></html>"]) {
      await t.refuses("malformed_xml", () => readXml(text));
    }
  },

  "characters XML has none of are refused": async (t) => {
    const broken = [
      "\u0000",
      "\u0008",
      "\uFFFE",
      "\uD800",
      "&#0;",
      "&#8;",
      "&#xD800;",
      "&#x110000;",
      "&#65",
      "& ",
      "]]>",
    ];
    for (const text of broken) await t.refuses("malformed_xml", () => readXml(`<r><a>${text}</a></r>`));
  },

  "depth is capped": async (t) => {
    const nested = (depth: number) => `${"<a>".repeat(depth)}1${"</a>".repeat(depth)}`;
    t.equal(readXml(nested(8)).name, "a");
    await t.refuses("malformed_xml", () => readXml(nested(9)));
    await t.refuses("malformed_xml", () => readXml(nested(100_000)));
  },

  "a long message is read in a time that grows with its length": (t) => {
    const rows = "<p><id>231220170723834010513</id><note>a &amp; b</note></p>".repeat(20_000);
    t.equal(readXml(`<r>${rows}</r>`).children.length, 20_000);
  },
});
