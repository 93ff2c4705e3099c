import { InputError, shapeOf } from "../errors.ts";

/** Returns how far a time zone such as `+08:00` is from UTC. @throws InputError `invalid_argument`. */
export function readZone(offset: string): number {
  const match = /^([+-])(0\d|1[0-4]):([0-5]\d)$/.exec(offset);
  if (!match) {
    throw new InputError("invalid_argument", `"timeZone" must be an offset such as +08:00, got ${shapeOf(offset)}`, {
      field: "timeZone",
    });
  }
  const [, sign, hours, minutes] = match;
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
}

/** Returns a time as the gateway writes it, `yyyy-MM-dd HH:mm:ss` in its time zone. */
export function toDateText(timeMs: number, zoneMs: number): string {
  return new Date(timeMs + zoneMs).toISOString().slice(0, 19).replace("T", " ");
}

/** Returns the time of a date as the gateway writes it, or nothing where the text is none: the 31st of June, say. */
export function fromDateText(text: string, zoneMs: number): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const timeMs = Date.parse(`${text.replace(" ", "T")}Z`) - zoneMs;
  return !Number.isNaN(timeMs) && toDateText(timeMs, zoneMs) === text ? timeMs : undefined;
}
