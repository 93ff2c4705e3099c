/**
 * What the gateway's answers must hold and no public source tells: every value here has the grade "inferred" of
 * protocol.md. The simulated gateway has them in this one place, so that what the live one shows can be put in.
 */
export const INFERRED = Object.freeze({
  /** The code of a refusal whose own code no source states: the first of the range of interface errors (§6.3). */
  otherRefusal: "20001",
  /** `results` and code of an order-management call from an address that is not registered (§2). */
  addressRefusal: "20002",
  /** `pay_results` and `MOTO_results`, and the text beside them. */
  pageMade: { results: "1", details: "80000:Success" },
  pageRefused: "0",
  /** `auth_status` of check/normal. */
  authStatus: { none: "0", waiting: "1", captured: "2", voided: "3" },
  /** `refund_status` of check/normal. */
  refundedStatus: { none: "0", part: "1", full: "2" },
  /** `refund_status` of one refund. */
  refundStatus: { pending: "-1", complete: "1", fail: "0" },
  /** `refund_results` of a refund that is refused: accepted is `00` in one integration, `1` in another (§6.4). */
  refundRefused: "0",
  /** `chargeBack_status` of check/normal. */
  chargebackStatus: { none: "0", present: "1" },
  /** `duplicate_status` of check/normal. */
  duplicateStatus: { none: "0", present: "1" },
  /** `quickpay_status` of a page's result, and `quickpay.status` of a query, where `1` is stated (§6.5). */
  quickpayStatus: { active: "1", other: "0" },
  /** How long a QuickPay id is good. */
  quickpayYears: 3,
  /** The code of a JSON call whose `secureCode` does not fit: the one of a wrong signature. */
  jsonForbidden: "20013",
  /** `count` of a list's answer is the number of all its entries; a page of the order list has as many. */
  pageSize: 10,
  /** "The last six months" (§6.4), in days. */
  queryDays: 183,
  /** The time zone of dates as text. */
  timeZone: "+08:00",
  /** `payment_eci` of a card, by whether its holder confirmed by 3-D Secure. */
  eci: { plain: "07", confirmed: "05" },
});

/** What sources state in days or hours. */
export const STATED = Object.freeze({
  /** An order that succeeded within them is a duplicate (§6.3). */
  duplicateMs: 30 * 86_400_000,
  /** A pre-authorisation is voided by the system after them (§6.2). */
  authorisationMs: 7 * 86_400_000,
  /** Payments whose customs declaration may be sent (§6.2). */
  customsMs: 180 * 86_400_000,
  /** How long a payment link is good by default (§6.2). */
  linkMs: 48 * 3_600_000,
  /** Order numbers of one query (§6.4). */
  mostOrderNumbers: 100,
});
