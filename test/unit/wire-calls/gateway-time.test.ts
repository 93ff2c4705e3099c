import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTimeZone, toGatewayTime } from "../../../src/wire/gateway-time.ts";

const ZONES = ["Asia/Shanghai", "Europe/Paris", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Etc/GMT+8"]; // prettier-ignore

const formats = new Map(
  ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" })]), // prettier-ignore
);

/** The same moment by another formatter: Swedish dates are `yyyy-MM-dd HH:mm:ss`. */
function swedish(date: Date, timeZone: string): string {
  return formats.get(timeZone)!.format(date);
}

/** The same moment by the calendar's own numbers. */
function byNumbers(date: Date, offsetMinutes: number): string {
  const moved = new Date(date.getTime() + offsetMinutes * 60_000);
  const two = (value: number) => `${value}`.padStart(2, "0");
  const day = [moved.getUTCFullYear(), two(moved.getUTCMonth() + 1), two(moved.getUTCDate())].join("-");
  return `${day} ${[moved.getUTCHours(), moved.getUTCMinutes(), moved.getUTCSeconds()].map(two).join(":")}`;
}

const moment = fc.date({ min: new Date("1990-01-01T00:00:00Z"), max: new Date("2090-12-31T23:59:59.999Z"), noInvalidDate: true }); // prettier-ignore

describe("toGatewayTime", () => {
  it.each([
    ["2030-01-15T16:00:00Z", "Asia/Shanghai", "2030-01-16 00:00:00"],
    ["2030-01-15T15:59:59.999Z", "Asia/Shanghai", "2030-01-15 23:59:59"],
    ["2030-06-15T12:00:00Z", "Asia/Shanghai", "2030-06-15 20:00:00"],
    ["2029-12-31T23:30:00Z", "+00:30", "2030-01-01 00:00:00"],
    ["2030-01-01T00:00:00Z", "-00:01", "2029-12-31 23:59:00"],
    ["2028-02-28T23:00:00Z", "+01:00", "2028-02-29 00:00:00"],
    ["2030-01-01T00:00:00Z", "+14:00", "2030-01-01 14:00:00"],
    ["2030-01-01T00:00:00Z", "-12:00", "2029-12-31 12:00:00"],
    // The last second of winter, the first of summer, and the hour that comes twice.
    ["2030-03-31T00:59:59Z", "Europe/Paris", "2030-03-31 01:59:59"],
    ["2030-03-31T01:00:00Z", "Europe/Paris", "2030-03-31 03:00:00"],
    ["2030-10-27T00:30:00Z", "Europe/Paris", "2030-10-27 02:30:00"],
    ["2030-10-27T01:30:00Z", "Europe/Paris", "2030-10-27 02:30:00"],
    ["2030-03-10T06:59:59Z", "America/New_York", "2030-03-10 01:59:59"],
    ["2030-03-10T07:00:00Z", "America/New_York", "2030-03-10 03:00:00"],
    ["2030-01-01T00:00:00Z", "Asia/Kathmandu", "2030-01-01 05:45:00"],
    // Midnight is 00, never 24.
    ["2030-06-01T00:00:00Z", "UTC", "2030-06-01 00:00:00"],
    ["2030-05-31T22:00:00Z", "Europe/Paris", "2030-06-01 00:00:00"],
  ])("%s in %s is %s", (iso, timeZone, expected) => {
    expect(toGatewayTime(new Date(iso), timeZone)).toBe(expected);
  });

  it.each(ZONES)("%s, whenever it is", (timeZone) => {
    fc.assert(
      fc.property(moment, (date) => {
        expect(toGatewayTime(date, timeZone)).toBe(swedish(date, timeZone));
      }),
    );
  });

  it.each(ZONES)("%s, around each change of the clock in two years", (timeZone) => {
    let before = "";
    for (let hour = 0; hour < 2 * 366 * 24; hour++) {
      const date = new Date(Date.UTC(2029, 0, 1, hour));
      const offset = Date.parse(`${swedish(date, timeZone).replace(" ", "T")}Z`) - date.getTime();
      if (`${offset}` === before) continue;
      before = `${offset}`;
      for (const second of [-3601, -3600, -1, 0, 1, 3600, 3601]) {
        const near = new Date(date.getTime() + second * 1000);
        expect(toGatewayTime(near, timeZone)).toBe(swedish(near, timeZone));
      }
    }
    expect(before).not.toBe("");
  });

  it("with any offset", () => {
    const offset = fc.tuple(
      fc.constantFrom("+", "-"),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 59 }),
    );
    fc.assert(
      fc.property(moment, offset, (date, [sign, hours, minutes]) => {
        const text = `${sign}${`${hours}`.padStart(2, "0")}:${`${minutes}`.padStart(2, "0")}`;
        const total = (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
        expect(toGatewayTime(date, text)).toBe(byNumbers(date, total));
      }),
    );
  });
});

describe("isTimeZone", () => {
  it.each([...ZONES, "+00:00", "-00:00", "+08:00", "-12:00", "+14:00", "+05:45", "asia/shanghai"])(
    "takes %s",
    (zone) => {
      expect(isTimeZone(zone)).toBe(true);
    },
  );

  it.each([
    "",
    " ",
    "+8",
    "+8:00",
    "08:00",
    "+0800",
    "+15:00",
    "+08:60",
    "+08:00 ",
    "\n+08:00",
    "Asia/Nowhere",
    "Peking time",
    "+08:00\n",
    "٠٨:٠٠",
  ])(
    // prettier-ignore
    "refuses %j",
    (zone) => expect(isTimeZone(zone)).toBe(false),
  );
});
