/**
 * Returns the members of a JSON object's text, each value as compact JSON: numbers as they were written, texts escaped no
 * more than JSON wants. Nothing where a name stands twice, or where the text is no object.
 */
export function readMembers(text: string): ReadonlyMap<string, string> | undefined {
  // What JSON.parse took is well formed: the tokens below are all there can be.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  if (tokens[0] !== "{") return undefined;
  const members = new Map<string, string>();
  let depth = 0;
  let name: string | undefined;
  let value = "";
  for (const token of tokens) {
    const isEnd = depth === 1 && (token === "," || token === "}");
    if (isEnd && name !== undefined) {
      if (members.has(name)) return undefined;
      members.set(name, value);
      name = undefined;
      value = "";
    } else if (depth === 1 && name === undefined && token.startsWith('"')) name = JSON.parse(token) as string;
    else if (depth > 1 || (depth === 1 && !(token === ":" && value === ""))) {
      value += token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
    }
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
  }
  return members;
}
