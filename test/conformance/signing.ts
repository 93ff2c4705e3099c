import { type OperationName, operations, signValue, verifySignValue } from "../../src/edge.ts";
import { type Case, openCases, secretCases } from "./case.ts";
import { APPROVED, APPROVED_SIGNATURE, SECURE_CODE } from "./gateway.ts";

interface Vector {
  readonly operation: OperationName;
  readonly fields: Readonly<Record<string, string>>;
  readonly signature: string;
}

/** Published examples with sample credentials: Oceanpayment's Postman collection and documentation. */
const VECTORS: readonly Vector[] = [
  {
    operation: "orders.find",
    fields: { account: "995378", terminal: "99537801", order_number: "ae866" },
    signature: "2e27426ca627e4734ca9c43bd18e593c4af1848688486a3c167d39f7f75cf7b2",
  },
  {
    operation: "orders.list",
    fields: {
      account: "995378",
      terminal: "99537801",
      order_beginDate: "2023-12-25 15:29:42",
      order_endDate: "2023-12-26 15:29:45",
    },
    signature: "3bf8550e7773b414a35ac966e5855d8781c5264224dfdb9418f13ceefb79ebda",
  },
  {
    operation: "refunds.create",
    fields: {
      account: "995378",
      terminal: "99537801",
      payment_id: "231220170723834010513",
      refund_type: "1",
      refund_amount: "0.1",
      refund_description: "ProductDamage",
    },
    signature: "c719beb74b87d4f200a1c9c42aa87d3ecdab6b78aa9f2f4f9a126b16cb1d4a91",
  },
  {
    operation: "refunds.find",
    fields: { account: "995378", terminal: "99537801", refund_id: "0" },
    signature: "9aa2eb3fbba5ae6cc151f7d7500c77033cd4ca1d6b92a0fb3ed14cb63e02b226",
  },
  {
    operation: "quickpay.buildCreateForm",
    fields: {
      account: "995149",
      terminal: "99514901",
      customer_id: "123456",
      backUrl: "http://127.0.0.1/result.php",
      billing_firstName: "test",
      billing_lastName: "test",
      billing_email: "test@test.com",
    },
    signature: "e7cb35166f9066d2844c29a11ca43f4dd25a3e0f9d145579363a5a0124a901d1",
  },
];

const [FIND] = VECTORS as [Vector, ...Vector[]];

const openSigning = openCases("signing", {
  "every row has a host and a grade, and its order starts with account and terminal": (t) => {
    for (const [name, row] of Object.entries(operations)) {
      t.ok(row.host && row.grade && row.from, name);
      // JSON requests carry no signature; of all else an order that is not there is unknown.
      const isUnsigned = "format" in row && row.format === "json";
      t.equal(row.signed === undefined, isUnsigned || row.grade === "unknown", `${name}: an order and a grade`);
      t.equal(row.signed?.slice(0, 2) ?? ["account", "terminal"], ["account", "terminal"], name);
    }
  },
});

const secretSigning = secretCases("signing", {
  "published examples reproduce": async (t) => {
    for (const { operation, fields, signature } of VECTORS) {
      t.equal(await signValue(operation, fields, SECURE_CODE, t.options), signature, operation);
    }
  },

  "published examples verify, in either case": async (t) => {
    for (const { operation, fields, signature } of VECTORS) {
      for (const found of [signature, signature.toUpperCase()]) {
        t.equal(await verifySignValue(operation, fields, SECURE_CODE, found, t.options), true, operation);
      }
    }
  },

  "a payment result of the gateway verifies": async (t) => {
    t.equal(await verifySignValue("paymentResult", APPROVED, SECURE_CODE, APPROVED_SIGNATURE, t.options), true);
  },

  "one bit off is another signature": async (t) => {
    const { operation, fields, signature } = FIND;
    for (let i = 0; i < signature.length; i++) {
      const digit = (Number.parseInt(signature[i] as string, 16) ^ 1).toString(16);
      const found = signature.slice(0, i) + digit + signature.slice(i + 1);
      t.equal(await verifySignValue(operation, fields, SECURE_CODE, found, t.options), false, `digit ${i}`);
    }
  },

  "junk is no signature, and never an error": async (t) => {
    const { operation, fields, signature } = FIND;
    const junk = [
      "",
      signature.slice(1),
      `${signature}00`,
      ` ${signature}`,
      "g".repeat(64),
      undefined,
      null,
      7,
      {},
      [],
    ];
    for (const found of junk) {
      t.equal(await verifySignValue(operation, fields, SECURE_CODE, found as string, t.options), false, String(found));
    }
    for (const wrong of [undefined, null, "text"]) {
      t.equal(await verifySignValue(operation, wrong as unknown as {}, SECURE_CODE, signature, t.options), false);
    }
  },

  "another value, secret or operation is another signature": async (t) => {
    const { operation, fields, signature } = FIND;
    const changed = { ...fields, order_number: "ae867" };
    t.equal(await verifySignValue(operation, changed, SECURE_CODE, signature, t.options), false, "value");
    t.equal(await verifySignValue(operation, fields, "12345679", signature, t.options), false, "secret");
    t.equal(await verifySignValue("refunds.find", fields, SECURE_CODE, signature, t.options), false, "operation");
  },

  "an empty secret signs nothing and verifies nothing": async (t) => {
    const { operation, fields } = FIND;
    await t.refuses("invalid_argument", () => signValue(operation, fields, "", t.options));
    const unsigned = "3bdd5fb5e8c3e3ee0a10e2e8aa8d4c2c1f1ad7b6bd7a8b7a3d8bcaa0f2b8d7c1";
    t.equal(await verifySignValue(operation, fields, "", unsigned, t.options), false);
  },

  "text beyond ASCII is signed as UTF-8": async (t) => {
    const fields = { account: "995149", terminal: "99514901", order_number: "1 é€😀" };
    const signature = "23f01236fa65b5da2b2137f2e7375a8aa5237a281911e77209fe28696b2844e9";
    t.equal(await signValue("orders.find", fields, SECURE_CODE, t.options), signature);
  },

  "a missing or empty value adds nothing": async (t) => {
    const { operation, fields, signature } = FIND;
    const more = { ...fields, order_notes: "x", constructor: "y" };
    t.equal(await signValue(operation, more, SECURE_CODE, t.options), signature, "fields that are not signed");
    const list = VECTORS[1] as Vector;
    for (const pages of ["", undefined]) {
      t.equal(await signValue(list.operation, { ...list.fields, pages }, SECURE_CODE, t.options), list.signature);
    }
  },

  "a value that is no text is refused": async (t) => {
    for (const order_number of [7, null, {}, ["a"], "\uD800"]) {
      const fields = { ...FIND.fields, order_number: order_number as string };
      await t.refuses("invalid_field", () => signValue("orders.find", fields, SECURE_CODE, t.options));
    }
    await t.refuses("invalid_argument", () => signValue("orders.find", null as unknown as {}, SECURE_CODE, t.options));
  },

  "a row without a known order signs nothing, an unknown row is refused": async (t) => {
    await t.refuses("unsigned_operation", () => signValue("refundAnswer", FIND.fields, SECURE_CODE, t.options));
    t.equal(await verifySignValue("refundAnswer", FIND.fields, SECURE_CODE, FIND.signature, t.options), false);
    for (const name of ["orders.nothing", "toString", "__proto__"] as unknown as OperationName[]) {
      await t.refuses("unknown_operation", () => signValue(name, FIND.fields, SECURE_CODE, t.options));
      await t.refuses("unknown_operation", () => verifySignValue(name, FIND.fields, SECURE_CODE, "", t.options));
    }
  },

  "only one of two names for an order is signed": async (t) => {
    const fields = { account: "995378", terminal: "99537801", tracking_number: "T1" };
    const both = { ...fields, payment_id: "1", order_number: "A1" };
    await t.refuses("invalid_field", () => signValue("orders.uploadTracking", both, SECURE_CODE, t.options));
    const [one, other] = [{ ...fields, payment_id: "1" }, { ...fields, order_number: "1" }]; // prettier-ignore
    const signatures = [one, other].map((each) => signValue("orders.uploadTracking", each, SECURE_CODE, t.options));
    t.equal(new Set(await Promise.all(signatures)).size, 1);
  },

  "values the gateway rewrote verify in the form it signed": async (t) => {
    const fields = { account: "995378", terminal: "99537801", order_number: " O'Neil <1> " };
    for (const signed of [" O'Neil <1> ", "O'Neil <1>", "O Neil  1", "O&#039;Neil &lt;1&gt;"]) {
      const found = await signValue("orders.find", { ...fields, order_number: signed }, SECURE_CODE, t.options);
      t.equal(await verifySignValue("orders.find", fields, SECURE_CODE, found, t.options), true, signed);
    }
  },
});

export const signingCases: readonly Case[] = [...openSigning, ...secretSigning];
