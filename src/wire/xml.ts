import { isWellFormed } from "../bytes/utf8.ts";
import { ResponseError } from "../errors.ts";
import { decodeText, hasControl } from "./xml-text.ts";

/** An element of the gateway's XML: either text or further elements, never both. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const MOST_DEPTH = 8;
const MOST_NAME = 64;
const MOST_TAG = 1024;
const SPACES = " \t\r\n";
const SPACE = /^[ \t\r\n]*$/;
const DECLARATION =
  /^<\?xml[ \t\r\n]+version=(["'])1\.[0-9]+\1(?:[ \t\r\n]+encoding=(["'])([A-Za-z0-9._-]+)\2)?(?:[ \t\r\n]+standalone=(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/;
const OPEN_TAG =
  /^<([A-Za-z_][\w.-]*)((?:[ \t\r\n]+[A-Za-z_][\w.:-]*[ \t\r\n]*=[ \t\r\n]*(?:"[^"<&]*"|'[^'<&]*'))*)[ \t\r\n]*(\/?)>/;
const CLOSE_TAG = /^<\/([A-Za-z_][\w.-]*)[ \t\r\n]*>/;

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Returns the root element of the gateway's XML. Reads what the gateway sends and no more: elements, text, CDATA, the
 * five named entities and numeric ones. Document types, processing instructions, comments, namespaces, text beside
 * elements, nesting deeper than 8 and anything malformed are refused. Attributes are checked and left aside. Values stay
 * exact text: leading zeros and 21-digit ids survive. Callers cap the size of `text`.
 *
 * @throws ResponseError `malformed_xml`.
 */
export function readXml(text: string): XmlElement {
  if (!isWellFormed(text)) throw malformed("its text is not Unicode");
  const source = stripEnvelope(text);
  const open: OpenElement[] = [];
  let at = skipDeclaration(source);
  for (;;) {
    const tagAt = source.indexOf("<", at);
    const parent = open.at(-1);
    const run = source.slice(at, tagAt < 0 ? source.length : tagAt);
    if (parent) parent.text += decodeText(run, malformed);
    else if (!SPACE.test(run)) throw malformed("text stands outside its root");
    if (tagAt < 0) throw malformed("it ends too early");
    if (source.startsWith("<![CDATA[", tagAt)) {
      at = readCdata(source, tagAt, parent);
      continue;
    }
    // A tag is short: what is looked at is bounded, whatever the document holds.
    const tag = source.slice(tagAt, tagAt + MOST_TAG);
    const close = CLOSE_TAG.exec(tag);
    const element = close ? closeElement(open, close[1] as string) : undefined;
    at = tagAt + (close ? close[0].length : openElement(tag, open));
    if (element && open.length === 0) return finish(source, at, element);
    if (element) open.at(-1)?.children.push(element);
  }
}

/** Returns an element's children as one map by name, each name's elements in order. */
export function childrenByName(element: XmlElement): ReadonlyMap<string, readonly XmlElement[]> {
  const map = new Map<string, XmlElement[]>();
  for (const child of element.children) {
    const same = map.get(child.name);
    if (same) same.push(child);
    else map.set(child.name, [child]);
  }
  return map;
}

/**
 * Returns the text fields of an element: children that hold no further elements. A field that stands twice is refused,
 * since two readers would differ on it.
 *
 * @throws ResponseError `malformed_xml`.
 */
export function readXmlFields(element: XmlElement): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, [first, ...more]] of childrenByName(element)) {
    const isText = (child: XmlElement | undefined) => child?.children.length === 0;
    if (more.length > 0 && [first, ...more].some(isText)) throw malformed("a field stands in it twice");
    if (first === undefined || !isText(first)) continue;
    fields[name] = first.text;
  }
  return fields;
}

/** Opens an element, and returns the length of its tag. */
function openElement(tag: string, open: OpenElement[]): number {
  const match = OPEN_TAG.exec(tag);
  if (!match) throw malformed("a tag in it is not one the gateway sends");
  const [whole, name = "", attributes = "", slash] = match;
  if (name.length > MOST_NAME) throw malformed(`a name in it is longer than ${MOST_NAME} characters`);
  if (open.length >= MOST_DEPTH) throw malformed(`it is nested deeper than ${MOST_DEPTH}`);
  assertUnique(attributes);
  open.push({ name, text: "", children: [] });
  if (slash === "") return whole.length;
  // An empty-element tag closes itself: read on as if its closing tag followed.
  const element = closeElement(open, name);
  const parent = open.at(-1);
  if (!parent) throw malformed("its root is empty");
  parent.children.push(element);
  return whole.length;
}

function closeElement(open: OpenElement[], name: string): XmlElement {
  const element = open.pop();
  if (element?.name !== name) throw malformed("a closing tag in it has no opening one");
  const { children } = element;
  if (children.length > 0 && !SPACE.test(element.text)) throw malformed("text stands in it beside elements");
  return { name, text: children.length > 0 ? "" : element.text, children };
}

function readCdata(source: string, at: number, parent: OpenElement | undefined): number {
  const end = source.indexOf("]]>", at);
  if (!parent || end < 0) throw malformed("a CDATA section in it is not one");
  const run = source.slice(at + "<![CDATA[".length, end);
  parent.text += decodeText(run, malformed, { literal: true });
  return end + 3;
}

function finish(source: string, at: number, root: XmlElement): XmlElement {
  if (!SPACE.test(source.slice(at))) throw malformed("something follows its root");
  return root;
}

function assertUnique(attributes: string): void {
  if (hasControl(attributes)) throw malformed("a control character stands in it");
  const names = [...attributes.matchAll(/([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*(?:"[^"]*"|'[^']*')/g)].map(
    (match) => match[1],
  );
  if (names.some((name) => name?.includes(":") || name === "xmlns")) throw malformed("a namespace stands in it");
  if (new Set(names).size !== names.length) throw malformed("an attribute in it stands twice");
}

function skipDeclaration(source: string): number {
  if (!source.startsWith("<?xml")) return 0;
  const match = DECLARATION.exec(source);
  if (!match) throw malformed("its declaration is not one");
  const encoding = match[3]?.toUpperCase() ?? "UTF-8";
  if (encoding !== "UTF-8") throw malformed("it must be UTF-8");
  return match[0].length;
}

/** Removes a byte order mark, outer white space, and the literal frame one old integration met (protocol.md §3). */
function stripEnvelope(text: string): string {
  const plain = trimSpace(text.startsWith("\uFEFF") ? text.slice(1) : text);
  const framed = plain.startsWith("RESPONSE") && plain.endsWith("RESPONSEEND");
  return framed ? trimSpace(plain.slice("RESPONSE".length, -"RESPONSEEND".length)) : plain;
}

/** White space as XML has it, and no other. */
function trimSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && SPACES.includes(text[start] as string)) start++;
  while (end > start && SPACES.includes(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

function malformed(why: string): ResponseError {
  return new ResponseError("malformed_xml", `the message must be the gateway's XML: ${why}`);
}
