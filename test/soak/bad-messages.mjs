// What reaches noticeUrl and is not the gateway's word: forged, cut anew, or no notice at all.
import { paymentFields, refundFields, signed, toXml } from "./messages.mjs";

const XML = "application/xml; charset=UTF-8";

/**
 * The kinds. `needs` names the sort of order that one is made of; `make` returns its body, and its type where it is not
 * XML. `isHint`: the library may go on asking the gateway about its order. `answer` is what must come back: "taken"
 * (200 receive-ok), "refused" (4xx), or "any".
 */
export const BAD_KINDS = {
  "wrong secret": { needs: "any", answer: "taken", make: ({ fields }) => xml(signed(fields, "fedcba9876543210")) },
  "no secret": { needs: "any", answer: "taken", make: ({ fields }) => xml(signed(fields, "")) },
  "no signature": { needs: "any", answer: "taken", make: ({ fields: { signValue: _, ...rest } }) => xml(rest) },
  "other amount": { needs: "any", answer: "taken", make: ({ fields }) => xml({ ...fields, order_amount: "0.01" }) },
  "other order": {
    needs: "any",
    answer: "taken",
    make: ({ fields, other }) => xml({ ...fields, order_number: other.orderNumber, order_amount: other.amount }),
  },
  "unknown terminal": {
    needs: "any",
    answer: "taken",
    make: ({ fields, random }) => {
      const named = { ...fields, terminal: random.pick(["90000199", ""]) };
      return xml(random.chance(0.5) ? signed(named, "") : signed(named));
    },
  },
  "other status": {
    needs: "declined",
    answer: "taken",
    make: ({ fields }) => xml({ ...fields, payment_status: "1", payment_details: "80000:Transaction Approved" }),
  },
  // The end of the id becomes the outcome, and the outcome the begin of the details (protocol.md §4.3).
  "cut to approved": {
    needs: "declined",
    isHint: true,
    answer: "any",
    make: ({ fields }) => xml(cutToApproved(fields)),
  },
  // The same signature, and so the same message: it may have the genuine one's effect, and no other.
  "cut id": { needs: "approved", answer: "any", isGenuine: true, make: ({ fields }) => xml(cutId(fields)) },
  "cut amount": { needs: "approved", answer: "any", make: ({ fields }) => xml(cutAmount(fields)) },
  "other unsigned fields": {
    needs: "approved",
    answer: "any",
    isGenuine: true,
    make: ({ fields, random }) => {
      const swapped = { pay_url: "https://elsewhere.example/", quickpay_id: random.digits(20), response_type: "0" };
      return xml({ ...fields, ...swapped, notice_type: random.pick(["refund", "chargeBack", "transaction"]) });
    },
  },
  "refund that never was": {
    needs: "approved",
    isHint: true,
    answer: "any",
    make: ({ order, random }) => {
      const [{ paymentId }] = order.payments;
      return xml(refundFields(order, { paymentId, refundId: random.digits(18) }));
    },
  },
  truncated: {
    needs: "any",
    answer: "refused",
    make: ({ fields, random }) => {
      const { body } = xml(fields);
      return { body: body.slice(0, random.between(1, body.length - 12)), type: XML };
    },
  },
  "document type": {
    needs: "any",
    answer: "refused",
    make: ({ fields }) => {
      const body = toXml({ ...fields, order_notes: "ENTITY" }).replace("ENTITY", "&file;");
      const declared = `?>\n<!DOCTYPE response [<!ENTITY file SYSTEM "file:///etc/passwd">]>`;
      return { body: body.replace("?>", declared), type: XML };
    },
  },
  "doubled field": {
    needs: "any",
    answer: "refused",
    make: ({ fields }) => {
      const twice = "<payment_status>1</payment_status>\n</response>";
      return { body: toXml(fields).replace("</response>", twice), type: XML };
    },
  },
  "100 kB": {
    needs: "any",
    answer: "refused",
    make: ({ fields }) => xml({ ...fields, card_type: "x".repeat(100_000) }),
  },
  form: {
    needs: "any",
    answer: "refused",
    make: ({ fields }) => ({
      body: new URLSearchParams(fields).toString(),
      type: "application/x-www-form-urlencoded",
    }),
  },
};

/** Returns a message of a kind about an order; `other` is another order. */
export function makeBad(kind, { order, other, random }) {
  // What it is made of is genuine where the order has a payment, and an approval that never was where it has none.
  const [payment = { paymentId: random.digits(20), cardNumber: "411111***1111", state: "approved" }] = order.payments;
  return BAD_KINDS[kind].make({ fields: paymentFields(order, payment), order, other, random });
}

/** Returns the id that the cut of an id leaves. */
export function cutIdOf(paymentId) {
  return paymentId.slice(1);
}

function xml(fields) {
  return { body: toXml(fields), type: XML };
}

function cutToApproved(fields) {
  const { payment_id, payment_authType, payment_status, payment_details } = fields;
  return {
    ...fields,
    payment_id: payment_id.slice(0, -2),
    payment_authType: payment_id.at(-2),
    payment_status: payment_id.at(-1),
    payment_details: payment_authType + payment_status + payment_details,
  };
}

function cutId(fields) {
  const { card_number, payment_id } = fields;
  return { ...fields, card_number: card_number + payment_id[0], payment_id: cutIdOf(payment_id) };
}

function cutAmount(fields) {
  const { order_amount } = fields;
  return { ...fields, order_amount: order_amount.slice(0, -1), order_notes: order_amount.at(-1) };
}
