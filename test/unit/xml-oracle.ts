import fc from "fast-check";
import { SaxesParser } from "saxes";
import type { XmlElement } from "../../src/wire/xml.ts";

/** Returns the tree that the parser `saxes` reads, in the library's shape. Throws on anything malformed. */
export function readBySaxes(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false });
  const open: { name: string; text: string; children: XmlElement[] }[] = [];
  let root: XmlElement | undefined;
  const addText = (run: string) => {
    const parent = open.at(-1);
    if (parent) parent.text += run;
  };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("a document type");
  });
  parser.on("opentag", ({ name }) => void open.push({ name, text: "", children: [] }));
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const { name, text: own, children } = open.pop() as (typeof open)[number];
    const element = { name, text: children.length > 0 ? "" : own, children };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });
  parser.write(text).close();
  if (!root) throw new Error("no root");
  return root;
}

/** An XML 1.0 character (production 2). */
const character = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 2, arbitrary: fc.constantFrom(9, 10, 13, 38, 60, 62, 34, 39, 93) },
    fc.integer({ min: 0x7f, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0xfffd }),
    fc.integer({ min: 0x1_0000, max: 0x10_ffff }),
  )
  .map((point) => String.fromCodePoint(point));

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** One character as source: itself where it may stand so, a named entity, or a decimal or hexadecimal number. */
const written = fc.tuple(character, fc.nat(9)).map(([one, way]) => {
  const point = one.codePointAt(0) as number;
  if (way === 0) return `&#${point};`;
  if (way === 1) return `&#x${point.toString(16)};`;
  if (way === 2) return `&#x${point.toString(16).toUpperCase().padStart(6, "0")};`;
  // `>` alone is well formed, but three of them make the end of a CDATA section after `]]`.
  if (one === "&" || one === "<" || one === ">" || way === 3) return NAMED[one] ?? one;
  return one;
});

const cdata = fc
  .string({ unit: character, maxLength: 20 })
  .filter((text) => !text.includes("]]>"))
  .map((text) => `<![CDATA[${text}]]>`);
const text = fc.array(written, { maxLength: 12 }).map((parts) => parts.join(""));
const content = fc.array(fc.oneof(text, cdata), { maxLength: 4 }).map((parts) => parts.join(""));
const space = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\r", "\r\n"), maxLength: 3 });
const someSpace = space.map((run) => run || " ");
const name = fc.oneof(
  fc.constantFrom("account", "payment_id", "order_amount", "__proto__", "constructor", "toString", "a.b-c", "_", "A1"),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,9}$/),
);
const attribute = fc
  .tuple(someSpace, space, space, fc.stringMatching(/^[A-Za-z0-9 .:;/é>-]{0,8}$/), fc.constantFrom('"', "'"))
  .map(
    ([before, left, right, value, quote]) =>
      (attributeName: string) =>
        `${before}${attributeName}${left}=${right}${quote}${value}${quote}`,
  );
const attributes = fc
  .uniqueArray(name, { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((one) => attribute.map((write) => write(one)))))
  .map((list) => list.join(""));

const leaf = fc
  .tuple(name, attributes, space, content, space, fc.boolean())
  .map(([tag, list, inner, body, end, empty]) =>
    empty ? `<${tag}${list}${inner}/>` : `<${tag}${list}${inner}>${body}</${tag}${end}>`,
  );
const leaves = fc.array(
  fc.tuple(space, leaf).map((parts) => parts.join("")),
  { minLength: 1, maxLength: 6 },
);
const group = fc
  .tuple(fc.constantFrom("paymentInfo", "orderInfo"), leaves, space)
  .map(([tag, list, end]) => `<${tag}>${list.join("")}${end}</${tag}>`);
const declaration = fc.constantFrom(
  "",
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>\r\n',
  '<?xml  version="1.0"\nencoding="utf-8"  standalone="yes" ?>',
);

/** A random flat document: leaves and groups of leaves, in every spelling the gateway may use. */
export const flatDocument: fc.Arbitrary<string> = fc
  .tuple(
    declaration,
    fc.constantFrom("response", "respon"),
    fc.array(fc.oneof({ weight: 4, arbitrary: leaf }, group), { maxLength: 8 }),
    space,
  )
  .map(([head, root, parts, end]) => `${head}<${root}>${parts.join(end)}${end}</${root}>${end}`);

/** A document of the gateway's, as samples show it. */
export const GENUINE = `<?xml version="1.0" encoding="UTF-8"?>
<response>
  <account>995378</account><terminal>99537801</terminal>
  <signValue>2E27426CA627E4734CA9C43BD18E593C4AF1848688486A3C167D39F7F75CF7B2</signValue>
  <order_number><![CDATA[000-<1>&2]]></order_number>
  <order_notes>Zoë &amp; S&#246;hne &#x1F600; 李雷</order_notes>
  <payment_id>231220170723834010513</payment_id>
  <paymentInfo type="1"><order_amount>010.00</order_amount><payment_risk/></paymentInfo>
</response>`;
