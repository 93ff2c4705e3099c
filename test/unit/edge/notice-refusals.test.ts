import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/errors.ts";
import { failure } from "../leaks.ts";
import {
  answeredClient,
  type Fields,
  resultFields,
  SECOND_SECRET,
  SECOND_TERMINAL,
  SECRET,
  signed,
  xmlOf,
} from "./merchant.ts";

const { notifications } = answeredClient();
const SIGNED_NAMES = [
  ...["account", "terminal", "order_number", "order_currency", "order_amount", "order_notes", "card_number"],
  ...["payment_id", "payment_authType", "payment_status", "payment_details", "payment_risk"],
];

const GOOD = signed(resultFields({ notice_type: "transaction", order_notes: "n", payment_risk: "r=1;" }));
const SIGNATURE = GOOD.signValue as string;

function refused(fields: Fields, code: ErrorCode | readonly ErrorCode[]) {
  return failure(() => notifications.read(xmlOf(fields)), code);
}

function without(name: string): Fields {
  return Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));
}

describe("notifications.read refuses a forged notice", () => {
  it("whose signature differs in any one bit", async () => {
    const bytes = Buffer.from(SIGNATURE, "hex");
    for (let bit = 0; bit < 256; bit++) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
      await refused({ ...GOOD, signValue: turned.toString("hex") }, "invalid_signature");
    }
  });

  it.each([
    ...[SIGNATURE.slice(1), SIGNATURE.slice(2), SIGNATURE.slice(0, -1), SIGNATURE.slice(0, 32), `${SIGNATURE}00`],
    ...[` ${SIGNATURE}`, `${SIGNATURE} `, `0x${SIGNATURE}`, `${SIGNATURE}\n`, SIGNATURE.replace(/.$/, "G")],
    ...[
      "0",
      "null",
      "undefined",
      "true",
      "0".repeat(64),
      "z".repeat(64),
      "É".repeat(64),
      "0".repeat(128),
      SIGNATURE + SIGNATURE,
    ],
    [...SIGNATURE].map((one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0)).join(""), // full-width digits
  ])("whose signature is %o", async (signValue) => {
    await refused({ ...GOOD, signValue }, "invalid_signature");
  });

  it("without a signature", async () => {
    await refused(without("signValue"), "missing_signature");
    await refused({ ...GOOD, signValue: "" }, "missing_signature");
  });

  it("in which any signed field was changed, emptied or left out", async () => {
    for (const name of SIGNED_NAMES) {
      const codes = ["invalid_signature", "unknown_terminal"] as const;
      await refused({ ...GOOD, [name]: `${GOOD[name]}0` }, codes);
      await refused({ ...GOOD, [name]: "" }, codes);
      await refused(without(name), codes);
    }
  });

  it("of a terminal or account that is not configured, whoever signed it", async () => {
    const names = ["", " ", "90000199", `${GOOD.terminal}0`, "0", "__proto__", "constructor", "toString", "90000101 "];
    for (const terminal of names) {
      // An empty secret is what many plug-ins take for a terminal they don't know.
      for (const secret of ["", SECRET, "undefined", "null"]) {
        await refused(signed(resultFields({ terminal }), secret), ["unknown_terminal", "invalid_signature"]);
      }
    }
    for (const account of ["", "900002", "9000010", "0"]) {
      await refused(signed(resultFields({ account })), "unknown_terminal");
    }
    // The same text, its boundary between account and terminal moved.
    await refused(signed(resultFields({ account: "90000190", terminal: "000101" })), "unknown_terminal");
  });

  it("signed with another terminal's secret", async () => {
    await refused(signed(resultFields(), SECOND_SECRET), "invalid_signature");
    await refused(signed(resultFields({ terminal: SECOND_TERMINAL }), SECRET), "invalid_signature");
  });
});

describe("notifications.read refuses what is signed and has not a result's shape", () => {
  it.each<readonly [string, Fields]>([
    ["no code", { payment_details: "Approved" }],
    ["a code of four digits", { payment_details: "8000:x" }],
    ["a code of six digits", { payment_details: "800000:x" }],
    ["an id of 17 digits", { payment_id: "1".repeat(17) }],
    ["an id of 22 digits", { payment_id: "1".repeat(22) }],
    ["an id with a letter", { payment_id: `${"1".repeat(18)}a` }],
    ["no id", { payment_id: "" }],
    ["a status of 2", { payment_status: "2" }],
    ["no status", { payment_status: "" }],
    ["a status with a space", { payment_status: "1 " }],
    ["a status of a member of Object", { payment_status: "constructor" }],
    ["an authType of 4", { payment_authType: "4" }],
    ["no authType", { payment_authType: "" }],
    ["a currency in small letters", { order_currency: "usd" }],
    ["an amount with an exponent", { order_amount: "1e3" }],
    ["an amount below zero", { order_amount: "-10.00" }],
    ["no amount", { order_amount: "" }],
  ])("%s", async (_name, changes) => {
    await refused(signed(resultFields(changes)), "unexpected_shape");
    // A notice type does not turn the odd into the unverified.
    await refused({ ...signed(resultFields(changes)), notice_type: "refund" }, "unexpected_shape");
  });
});

describe("notifications.read of a business notice", () => {
  /** What each type is a notice of (protocol.md §6.7); of what no source names, nothing. */
  const KINDS: Fields = {
    ...{ refund: "refund", partialRefund: "refund", chargeBack: "chargeback", "re-presentment": "representment" },
    ...{ retrieval: "retrieval", "reversal-retrieval": "retrieval-reversal", fraud: "fraud", ARN: "arn" },
    ...{ highRisk: "high-risk", identityCheck: "customs", customsUpload: "customs" },
    ...{ dispute: "other", somethingNew: "other", payment: "other", constructor: "other", toString: "other" },
  };
  const TYPES = Object.keys(KINDS);

  it.each(TYPES)("%s is unverified, and nothing else", async (notice_type) => {
    const fields: Fields = {
      account: "900001",
      terminal: "90000101",
      notice_type,
      push_id: "123456789012345678",
      signValue: "0".repeat(64),
    };
    for (const sent of [fields, { ...fields, signValue: "" }, { ...fields, terminal: "1" }, { ...GOOD, ...fields }]) {
      const notice = await notifications.read(xmlOf(sent));
      const kind = KINDS[notice_type];
      const claimed = {
        account: sent.account,
        terminal: sent.terminal,
        orderNumber: sent.order_number ?? "",
        paymentId: sent.payment_id ?? "",
        pushId: sent.push_id,
        details: "",
      };
      expect(notice).toEqual({ kind, verified: false, noticeType: notice_type, claimed, fields: sent });
      expect("payment" in notice).toBe(false);
    }
  });

  it("is no way for a forged payment to be read as one", async () => {
    const random = fc.record({
      notice_type: fc.constantFrom(...TYPES, "transaction", ""),
      signValue: fc.stringMatching(/^[0-9A-F]{64}$/),
    });
    await fc.assert(
      fc.asyncProperty(random, async (changes) => {
        const read = await notifications.read(xmlOf({ ...GOOD, ...changes })).catch(() => undefined);
        expect(read?.kind).not.toBe("payment");
      }),
    );
  });

  it("without a type, or of the type transaction, is refused by its signature", async () => {
    for (const notice_type of ["", "transaction"]) {
      await refused({ ...GOOD, notice_type, signValue: "0".repeat(64) }, "invalid_signature");
    }
  });
});
