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
  /** The codes of credentials of the other environment: stated for terminals (§6.3), for OPCard and OPCCOUNT inferred. */
  foreign: { sandbox: "20015", production: "20014" },
  /** OPCard and disputes (§7). */
  opcard: {
    /** The codes of refusals: that of success is `200`, so these too are as in HTTP. */
    codes: { parameter: "400", unauthorised: "401", notFound: "404", ended: "409" },
    /** A used refresh token ends; how long an unused one lives. */
    refreshTokenLifeMs: 30 * 86_400_000,
    /** Entries of a page of a list with cursors. */
    pageSize: 10,
    /** The parameter by which the next page is asked for, and `next_cursor` of the last page. */
    cursorName: "cursor",
    lastCursor: "",
    /** The form field of an uploaded file. */
    fileField: "file",
    /** Entries of a page of disputes where no limit is sent. */
    disputeLimit: 10,
  },
  /** OPCCOUNT (§8). */
  opccount: {
    /** The codes of refusals: those of payments that mean the same (§6.3). */
    codes: { account: "20004", signature: "20013", amount: "20021", currency: "20023", other: "20001" },
    /** How far `Timestamp` may be from the gateway's clock. */
    clockMs: 5 * 60_000,
    pageSize: { usual: 10, most: 1000 },
    /** `movingAccountType` of what came and of what left. */
    movementTypes: { in: "1", out: "2" },
    /** `status` of a withdrawal that was taken: the one of a sample. */
    withdrawalStatus: "1",
    /** The members without which a withdrawal account is none. */
    accountNeeds: ["bankHolder", "bankName", "bankAccount", "currency"],
    /** What a withdrawal costs its beneficiary, in hundredths of the currency it is paid in. */
    feeHundredths: 500n,
    /** What one of each currency is worth, in ten-thousandths of a US dollar. Made up. */
    rates: {
      USD: 10_000n,
      EUR: 10_800n,
      GBP: 12_600n,
      CHF: 11_200n,
      CAD: 7_300n,
      AUD: 6_600n,
      NZD: 6_000n,
      SGD: 7_400n,
      HKD: 1_280n,
      CNY: 1_390n,
      JPY: 67n,
      ZAR: 540n,
    } as Readonly<Record<string, bigint>>,
  },
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
  /** How long an OPCard token lives (§7). */
  tokenLifeMs: 60 * 60_000,
  /** Entries that a page of disputes may have (§7). */
  disputeLimits: ["10", "50", "100"],
  /** OPCCOUNT's currencies (§8). */
  currencies: ["AUD", "HKD", "CHF", "SGD", "JPY", "EUR", "GBP", "USD", "CAD", "NZD", "ZAR", "CNY"],
});
