import type { Fields } from "../edge/merchant.ts";

/** A signed field as validation lets it through: one value alone, or any text of a shape. */
export interface Slot {
  readonly name: string;
  readonly accepts: (value: string) => boolean;
  /** May be left out, and then adds nothing to the text. */
  readonly optional?: boolean;
}

/**
 * Returns every value that each field can have in some cut of a signed text into accepted values. Exhaustive: a field has a
 * value from one place to another if the fields before can fill the text up to it, and those behind it the rest.
 */
export function valuesInCuts(text: string, slots: readonly Slot[]): Readonly<Record<string, readonly string[]>> {
  const edges = slots.map((slot) => edgesOf(text, slot));
  const reached = [new Set([0])];
  for (const list of edges) {
    const before = reached.at(-1)!;
    reached.push(new Set(list.filter(([from]) => before.has(from)).map(([, to]) => to)));
  }
  const values: Record<string, readonly string[]> = {};
  let ends = new Set([text.length]);
  for (const [i, { name }] of [...slots.entries()].reverse()) {
    const whole = edges[i]!.filter(([from, to]) => reached[i]!.has(from) && ends.has(to));
    values[name] = [...new Set(whole.map(([from, to]) => text.slice(from, to)))];
    ends = new Set(whole.map(([from]) => from));
  }
  return values;
}

/** Returns the fields that can be cut another way than they were, sorted. */
export function openFields(fields: Fields, slots: readonly Slot[]): readonly string[] {
  const text = slots.map(({ name }) => fields[name] ?? "").join("");
  const values = valuesInCuts(text, slots);
  for (const { name } of slots) {
    if (!values[name]!.includes(fields[name] ?? "")) throw new Error(`the shapes refuse the ${name} that was accepted`);
  }
  return Object.keys(values)
    .filter((name) => values[name]!.length > 1)
    .sort();
}

function edgesOf(text: string, { accepts, optional }: Slot): readonly (readonly [from: number, to: number])[] {
  const edges: (readonly [number, number])[] = [];
  for (let from = 0; from <= text.length; from++) {
    if (optional) edges.push([from, from]);
    for (let to = from + 1; to <= text.length; to++) if (accepts(text.slice(from, to))) edges.push([from, to]);
  }
  return edges;
}
