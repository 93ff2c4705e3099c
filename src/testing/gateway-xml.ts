/** Fields as the gateway's XML nests them: a list of fields is one element per entry, all of one name. */
export interface XmlFields {
  readonly [name: string]: string | undefined | XmlFields | readonly XmlFields[];
}

/** The root of an answer depends on the call (stated, protocol.md §3). */
export type XmlRoot = "response" | "respon";

/** Returns XML as the gateway sends it. */
export function toXml(fields: XmlFields, root: XmlRoot = "response"): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${toElements(fields, "  ")}</${root}>\n`;
}

/** Returns text that may stand in XML or HTML. */
export function escapeText(value: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return value.replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** Returns the same fields with every signature wrong; one more where there is none. */
export function withWrongSignature(fields: XmlFields): XmlFields {
  const changed = changeSignatures(fields);
  return JSON.stringify(changed) === JSON.stringify(fields) ? { ...fields, signValue: wrongOf("") } : changed;
}

function toElements(fields: XmlFields, indent: string): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (isList(value) ? value.map((item) => [name, item] as const) : [[name, value] as const]))
    .map(([name, value]) => `${indent}<${name}>${toContent(value, indent)}</${name}>\n`)
    .join("");
}

function toContent(value: string | undefined | XmlFields, indent: string): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escapeText(value);
  const elements = toElements(value, `${indent}  `);
  return elements === "" ? "" : `\n${elements}${indent}`;
}

function changeSignatures(fields: XmlFields): XmlFields {
  const changed = Object.entries(fields).map(([name, value]) => {
    if (name === "signValue") return [name, wrongOf(value)] as const;
    if (isList(value)) return [name, value.map(changeSignatures)] as const;
    return [name, typeof value === "object" ? changeSignatures(value) : value] as const;
  });
  return Object.fromEntries(changed);
}

/** Another signature of the right shape, also where the gateway gives none. */
function wrongOf(value: XmlFields[string]): string {
  const old = typeof value === "string" && value.length === 64 ? value : "0".repeat(64);
  return (old.startsWith("0") ? "1" : "0") + old.slice(1);
}

function isList(value: XmlFields[string]): value is readonly XmlFields[] {
  return Array.isArray(value);
}
