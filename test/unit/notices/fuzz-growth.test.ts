import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { isOceanpaymentError } from "../../../src/errors.ts";
import { fromForm } from "../../../src/wire/form.ts";
import { readXml, readXmlFields, type XmlElement } from "../../../src/wire/xml.ts";
import { xmlOf } from "../edge/merchant.ts";
import { growthOf, MOST_GROWTH } from "./growth.ts";
import { WORST_BODIES, WORST_FORMS, WORST_VALUES } from "./hostile-bodies.ts";
import { noticeOf, openNoticeShop } from "./notice-shop.ts";

const LONG = 262_144;
/** What the reader of a notice lets through at the most. */
const MOST_BYTES = 32_768;
/** A value in a message of the most bytes: the other fields have the rest. */
const LONG_VALUE = MOST_BYTES - 2048;
const { client } = openNoticeShop();

/** Runs a reader on texts that are made once, and lets pass only what it returns or the library's own errors. */
function reading(read: (text: string) => unknown, make: (length: number) => string) {
  const texts = new Map<number, string>();
  return async (length: number) => {
    const text = texts.get(length) ?? make(length);
    texts.set(length, text);
    try {
      return await read(text);
    } catch (error) {
      if (!isOceanpaymentError(error)) throw error;
      return error;
    }
  };
}

function sizeOf({ name, text, children }: XmlElement): number {
  return children.reduce((sum, child) => sum + sizeOf(child), name.length + text.length);
}

describe("the measure itself", () => {
  it("tells quadratic work from linear work", async () => {
    const linear = (length: number) => "x".repeat(length).split("").length;
    const quadratic = (length: number) => {
      let sum = 0;
      for (let i = 0; i < length; i++) for (let j = 0; j < length; j += 8) sum += i ^ j;
      return sum;
    };
    expect(await growthOf(linear, LONG)).toBeLessThan(MOST_GROWTH);
    expect(await growthOf(quadratic, 8192)).toBeGreaterThan(MOST_GROWTH);
  });
});

describe("the work of the XML reader grows with the body", () => {
  it.each(Object.entries(WORST_BODIES))("%s", { timeout: 60_000 }, async (_name, make) => {
    const read = reading((text) => readXmlFields(readXml(text)), make);
    expect(await growthOf(read, LONG)).toBeLessThan(MOST_GROWTH);
  });

  it("and what it returns is never larger than the body", () => {
    let count = 0;
    for (const make of Object.values(WORST_BODIES)) {
      const text = make(LONG);
      let root: XmlElement | undefined;
      try {
        root = readXml(text);
      } catch {
        continue;
      }
      count++;
      expect(sizeOf(root)).toBeLessThanOrEqual(text.length);
    }
    expect(count).toBeGreaterThan(8);
  });
});

describe("the work of the form reader grows with the body", () => {
  it.each(Object.entries(WORST_FORMS))("%s", { timeout: 60_000 }, async (_name, make) => {
    const read = reading(fromForm, make);
    expect(await growthOf(read, LONG)).toBeLessThan(MOST_GROWTH);
  });

  it("and what it returns is never larger than the body", () => {
    for (const make of Object.values(WORST_FORMS)) {
      const text = make(LONG);
      try {
        const size = Object.entries(fromForm(text)).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
        expect(size).toBeLessThanOrEqual(text.length);
      } catch (error) {
        expect(isOceanpaymentError(error)).toBe(true);
      }
    }
  });
});

describe("the work of the verifier grows with the body", () => {
  const signedNames = ["order_notes", "payment_risk", "payment_details", "order_number", "card_number"];
  const cases = signedNames.flatMap((name) =>
    Object.entries(WORST_VALUES).map(([kind, make]) => [`${name} ${kind}`, name, make] as const),
  );

  it.each(cases)("of a notice, signed: %s", { timeout: 60_000 }, async (_name, name, make) => {
    const value = (length: number) => (name === "payment_details" ? `80000:${make(length)}` : make(length));
    const body = (length: number) => xmlOf(noticeOf("declined", 1, { [name]: value(length) }));
    const read = reading((text) => client.notifications.read(text), body);
    expect(await growthOf(read, LONG_VALUE)).toBeLessThan(MOST_GROWTH);
  });

  it.each(Object.entries(WORST_VALUES))("of a return, signed: notes %s", { timeout: 60_000 }, async (_name, make) => {
    const body = (length: number) => stringify(noticeOf("declined", 1, { order_notes: make(length / 3) }));
    const read = reading((text) => client.returns.read(text), body);
    expect(await growthOf(read, LONG_VALUE)).toBeLessThan(MOST_GROWTH);
  });

  it.each(Object.entries(WORST_VALUES))("of a notice, forged: notes %s", { timeout: 60_000 }, async (_name, make) => {
    const body = (length: number) => xmlOf({ ...noticeOf("declined"), order_notes: make(length) });
    const read = reading((text) => client.notifications.read(text), body);
    expect(await growthOf(read, LONG_VALUE)).toBeLessThan(MOST_GROWTH);
  });
});

describe("a body of the most that is let through", () => {
  it.each(Object.entries(WORST_BODIES))("%s is answered by the handler, without an effect", async (_name, make) => {
    const shop = openNoticeShop();
    expect([200, 400]).toContain((await shop.send(make(MOST_BYTES - 256))).status);
    expect((await shop.send(make(MOST_BYTES * 4))).status).toBe(413);
    expect(shop.names().filter((name) => !/^(forged|unverified)/.test(name))).toEqual([]);
    expect([shop.asked, shop.texts()]).toEqual([[], ""]);
  });
});
