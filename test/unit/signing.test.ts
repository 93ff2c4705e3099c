import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OperationName, operation, operations } from "../../src/wire/operations.ts";
import { matchSignature, sign, signedText } from "../../src/wire/signing.ts";
import { LONE_SURROGATE, someUnicode, unicode, valuesOf } from "./arbitraries.ts";
import { NO_SHARED_FOLDER, readSharedJson } from "./shared-folder.ts";
import { expectedSignValue, SIGNED_ORDERS } from "./signed-orders.ts";

interface Vector {
  readonly name: string;
  readonly endpoint: string;
  readonly secureCode: string;
  readonly order: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly signValue: string;
}

const rows = Object.entries(SIGNED_ORDERS).map(([name, order]) => ({ name: name as OperationName, ...order }));
const shapes = rows.flatMap((row) => row.orders.map((order) => ({ ...row, order, fields: order.join(" ") })));
const noise = { signValue: "f".repeat(64), methods: "Credit Card", card_data: "opcse", zzz: "noise" };

describe("the operations table against protocol.md §4.1", () => {
  test("has every row of the document and no other", () => {
    expect(Object.keys(operations).sort()).toEqual(Object.keys(SIGNED_ORDERS).sort());
  });

  test.each(rows)("$name: sender, host, path and grade", (row) => {
    const found = operation(row.name);
    expect(found.from).toBe(row.from);
    expect(found.path).toBe(row.path);
    expect(found.grade).toBe(row.grade);
    if (row.host) expect(found.host).toBe(row.host);
  });

  test.each(rows)("$name: names no field the document does not", (row) => {
    const named = new Set(row.orders.flat());
    expect(new Set(operation(row.name).signed ?? [])).toEqual(named);
    expect(operation(row.name).signed?.length ?? 0).toBe(named.size);
  });

  test("tells the grade of a field that may be left out, where it is another", () => {
    const differing = Object.entries(operations).flatMap(([name, row]) =>
      "gradeWith" in row ? [[name, row.gradeWith]] : [],
    );
    expect(differing).toEqual([
      ["orders.list", { pages: "inferred" }],
      ["refunds.create", { refund_number: "stated" }],
    ]);
  });

  test("is frozen, each row and each order too", () => {
    expect(Object.isFrozen(operations)).toBe(true);
    for (const { name } of rows) {
      expect([name, Object.isFrozen(operation(name))]).toEqual([name, true]);
      expect([name, Object.isFrozen(operation(name).signed ?? Object.freeze([]))]).toEqual([name, true]);
      expect([name, Object.isFrozen(operation(name).oneOf ?? Object.freeze([]))]).toEqual([name, true]);
    }
  });

  test.each(["toString", "__proto__", "constructor", "", "Payments.pay", undefined])("has no row %j", (name) => {
    expect(() => operation(name as OperationName)).toThrow(expect.objectContaining({ code: "unknown_operation" }));
  });
});

describe("sign against node:crypto", () => {
  test.each(shapes)("$name: $fields", async ({ name, order }) => {
    await fc.assert(
      fc.asyncProperty(valuesOf(order, unicode), someUnicode, async (fields, secureCode) => {
        const sent = { ...noise, ...fields };
        expect(await sign(operation(name), sent, secureCode)).toBe(expectedSignValue(order, fields, secureCode));
      }),
      { numRuns: 30 },
    );
  });

  test.each(shapes)("$name: any other order of $fields signs another text", ({ name, order }) => {
    const fields = Object.fromEntries(order.map((field, i) => [field, `<${i}>`]));
    order.forEach((first, i) => {
      for (const second of order.slice(i + 1)) {
        const swapped = { ...fields, [first]: fields[second], [second]: fields[first] };
        expect(signedText(operation(name), swapped)).not.toBe(signedText(operation(name), fields));
      }
    });
    expect(signedText(operation(name), fields)).toBe(order.map((_, i) => `<${i}>`).join(""));
  });

  test.each(shapes)("$name: each of $fields missing or empty adds nothing", async ({ name, order }) => {
    const fields: Record<string, string> = Object.fromEntries(order.map((field, i) => [field, `value ${i}`]));
    for (const gone of order) {
      const { [gone]: _, ...without } = fields;
      const expected = expectedSignValue(order, without, "secret");
      expect(await sign(operation(name), without, "secret")).toBe(expected);
      expect(await sign(operation(name), { ...fields, [gone]: "" }, "secret")).toBe(expected);
      expect(await sign(operation(name), { ...fields, [gone]: undefined }, "secret")).toBe(expected);
    }
  });

  test.each(rows.filter((row) => row.orders.length === 0))("$name: refuses to invent an order", async ({ name }) => {
    const row = operation(name);
    await expect(sign(row, { account: "1" }, "secret")).rejects.toMatchObject({ code: "unsigned_operation" });
    const guess = expectedSignValue(["account"], { account: "1" }, "secret");
    expect(await matchSignature(row, { account: "1" }, "secret", guess)).toBeUndefined();
  });

  test("refuses both names of an alternative, for the signature fits two messages", async () => {
    const both = { account: "1", terminal: "2", payment_id: "3", order_number: "4" };
    const row = operation("orders.uploadTracking");
    await expect(sign(row, both, "secret")).rejects.toMatchObject({ code: "invalid_field", field: "payment_id" });
    expect(await sign(row, { ...both, payment_id: "" }, "secret")).toBe(
      expectedSignValue(["account", "terminal", "order_number"], both, "secret"),
    );
  });

  test.each([[5], [null], [{}], [["x"]], [true], [5n], [new String("x")], [LONE_SURROGATE]])(
    "refuses the value %s, and names its field only",
    async (value) => {
      const fields = { account: "1", order_number: value } as unknown as Record<string, string>;
      await expect(sign(operation("orders.find"), fields, "top secret")).rejects.toMatchObject({
        code: "invalid_field",
        field: "order_number",
        message: expect.not.stringMatching(/top secret|\ud800/),
      });
    },
  );

  test("ignores inherited fields, and fields named as members of every object", async () => {
    const inherited = Object.create({ account: "evil" }) as Record<string, string>;
    expect(await sign(operation("orders.find"), inherited, "s")).toBe(expectedSignValue([], {}, "s"));
    const signed = ["constructor", "__proto__", "toString"];
    const row = { from: "gateway", host: "payment", grade: "unknown", signed } as const;
    expect(await sign(row, {}, "s")).toBe(expectedSignValue([], {}, "s"));
    const own = JSON.parse('{"__proto__":"b","constructor":"a","toString":"c"}') as Record<string, string>;
    expect(signedText(row, own)).toBe("abc");
  });
});

describe("published vectors", () => {
  const file = readSharedJson("vectors/signing.json") as { vectors: readonly Vector[] } | undefined;
  if (!file) return test.skip(`signing.json: ${NO_SHARED_FOLDER}`);

  test("are all here", () => expect(file.vectors.length).toBeGreaterThanOrEqual(5));

  test.each(file.vectors)("$name reproduces", async ({ endpoint, order, values, secureCode, signValue }) => {
    expect(expectedSignValue(order, values, secureCode)).toBe(signValue);
    const matching = rows.filter((row) => row.path !== undefined && endpoint.endsWith(row.path));
    expect(matching).toHaveLength(1);
    for (const { name } of matching) {
      expect(await sign(operation(name), values, secureCode)).toBe(signValue);
      expect(await matchSignature(operation(name), values, secureCode, signValue.toUpperCase())).toEqual({
        form: "received",
        signature: signValue,
      });
    }
  });
});
