const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/;
const MINUTE_MS = 60_000;

/** Tells whether a text names a time zone: an IANA name the platform knows, or an offset such as `+08:00`. */
export function isTimeZone(value: string): boolean {
  if (OFFSET.test(value)) return true;
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value }).format();
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns a moment as the gateway writes it, `yyyy-MM-dd HH:mm:ss` (proved, protocol.md §6.4), to the second begun. In
 * which time zone the gateway reads it no source tells.
 */
export function toGatewayTime(date: Date, timeZone: string): string {
  const offset = OFFSET.exec(timeZone);
  if (offset) {
    const minutes = (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    return new Date(date.getTime() + minutes * MINUTE_MS).toISOString().slice(0, 19).replace("T", " ");
  }
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  const day = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return `${day} ${part("hour")}:${part("minute")}:${part("second")}`;
}
