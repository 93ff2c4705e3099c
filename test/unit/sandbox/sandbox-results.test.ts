import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPayments } from "../../../src/edge/create-payments.ts";
import { xmlOf } from "../edge/merchant.ts";
import { padded, recut } from "../edge/recut.ts";
import { expectedSignValue } from "../signed-orders.ts";
import {
  CARDS,
  createWorld,
  fieldsBySaxes,
  formRequest,
  isSignedByNode,
  RESULT_ORDER,
  signByNode,
  TERMINALS,
} from "./shopper.ts";

const RESULTS = [
  [CARDS.approve, "1", "80000", "0"],
  ["5555555555554444", "1", "80000", "0"],
  ["378282246310005", "1", "80000", "0"],
  [CARDS.decline, "0", "80012", "0"],
  [CARDS.insufficient, "0", "80022", "0"],
  [CARDS.pending, "-1", "80100", "0"],
  [CARDS.challenge, "-1", "80100", "2"],
  ["4012888888881881", "0", "80021", "0"], // a right number that the gateway does not know
] as const;

describe("the simulated gateway's answer", () => {
  it.each(RESULTS)(
    "to the card %s has status %s and code %s, signed in upper case",
    async (number, status, code, type) => {
      const { pay } = await createWorld();
      const answer = await pay(number, { order_notes: "it is <b> & more" });
      expect(answer).toMatchObject({
        response_type: "0",
        order_number: "A-1",
        order_amount: "10.00",
        order_currency: "USD",
        card_number: `${number.slice(0, 6)}***${number.slice(-4)}`,
        payment_status: status,
        payment_authType: type,
      });
      expect(answer.payment_details).toMatch(new RegExp(`^${code}:.`));
      expect(answer.payment_id).toMatch(/^\d{18,21}$/);
      expect(answer.signValue).toMatch(/^[0-9A-F]{64}$/);
      expect(isSignedByNode(answer)).toBe(true);
      expect("pay_url" in answer).toBe(number === CARDS.challenge);
      expect(JSON.stringify(answer)).not.toContain(number);
    },
  );

  it("is signed by the terminal's own secret", async () => {
    const { pay } = await createWorld();
    for (const { terminal, secureCode } of TERMINALS) {
      const answer = await pay(CARDS.approve, { terminal });
      expect(answer.signValue).toBe(expectedSignValue(RESULT_ORDER, answer, secureCode).toUpperCase());
    }
  });

  it("gives each payment an id of its own", async () => {
    const { pay } = await createWorld();
    const ids = new Set<string>();
    for (let i = 0; i < 20; i++) ids.add((await pay(CARDS.decline)).payment_id as string);
    expect(ids.size).toBe(20);
  });

  it("brings any text back as it was sent, readable by another parser, signed", async () => {
    const { post, payment } = await createWorld();
    const letter = fc.oneof(
      fc.constantFrom(
        "a",
        "&",
        "<",
        ">",
        '"',
        "'",
        "]]>",
        "&amp;",
        "%26",
        "+",
        "=",
        ";",
        " ",
        "é",
        "李",
        "😀",
        "\t",
        "\n",
      ),
      fc.integer({ min: 0xa0, max: 0xd7ff }).map((point) => String.fromCodePoint(point)),
    );
    const notes = fc.array(letter, { maxLength: 30 }).map((letters) => letters.join(""));
    const base = payment(CARDS.decline);
    await fc.assert(
      fc.asyncProperty(notes, async (order_notes) => {
        const answer = await post({ ...base, order_notes });
        expect(answer.order_notes).toBe(order_notes);
        expect(isSignedByNode(answer)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is XML whatever is sent: what XML can't hold is refused or left out", async () => {
    const { sandbox, payment, notices } = await createWorld();
    for (const order_notes of ["\u0000", "a\u0001b", "\u001f", "\ufffe", "\uffff"]) {
      const body = new URLSearchParams({
        ...payment(CARDS.approve),
        order_notes,
        order_number: `N${order_notes.length}`,
      });
      const response = await sandbox.fetch(formRequest(body.toString()));
      if (response.status === 200) fieldsBySaxes(await response.text());
      await sandbox.deliver();
      for (const notice of notices) fieldsBySaxes(notice.body);
    }
  });
});

describe("the simulated gateway's check of signatures", () => {
  it("takes the hand-made order, with each signed field in its place", async () => {
    const { pay } = await createWorld();
    const changes = {
      order_number: "Z/9",
      order_amount: "0.01",
      order_currency: "EUR",
      billing_firstName: "李",
      billing_lastName: "O Neil",
    };
    expect((await pay(CARDS.approve, { ...changes, billing_email: "x@y.example" })).payment_status).toBe("1");
  });

  it("refuses a signature over any other value, order, secret or case", async () => {
    const { post, payment } = await createWorld();
    const good = payment(CARDS.approve);
    const signature = good.signValue as string;
    const wrong: Record<string, string>[] = [
      ...[
        "order_number",
        "order_currency",
        "order_amount",
        "billing_firstName",
        "billing_lastName",
        "billing_email",
      ].map((name) => ({ ...good, [name]: `${good[name]}0` })),
      {
        ...good,
        billing_firstName: good.billing_lastName as string,
        billing_lastName: good.billing_firstName as string,
      },
      { ...good, terminal: "90000102" },
      { ...good, signValue: "" },
      { ...good, signValue: signature.toUpperCase() },
      { ...good, signValue: signature.slice(1) },
      { ...good, signValue: ` ${signature}` },
      // With backUrl, as hosted payments sign.
      { ...good, signValue: hostedSignature(good) },
    ];
    for (const fields of wrong) {
      const answer = await post(fields);
      expect(answer.payment_details).toMatch(/^20013:/);
      // Nobody proved to be the merchant here: a signed refusal would sign whatever text anybody sends.
      expect(answer).toMatchObject({ payment_status: "0", payment_id: "", signValue: "" });
    }
    const { signValue: _none, ...unsigned } = good;
    expect((await post(unsigned)).payment_details).toMatch(/^20013:/);
  });

  it("refuses a signature over values that some rule would change (§4.2), though it is right for them", async () => {
    const { post, payment } = await createWorld();
    for (const [name, value] of [
      ["billing_firstName", " Ada"],
      ["billing_lastName", "O'Neil"],
      ["billing_lastName", "Lovelace\t"],
      ["billing_firstName", "<Ada>"],
      ["billing_email", 'ada@example.com"'],
      ["order_number", "A'1"],
      ["order_amount", " 10.00"],
    ] as const) {
      const fields = signByNode({ ...payment(CARDS.approve), [name]: value });
      expect((await post(fields)).payment_details).toMatch(/^20013:/);
    }
    // Unsigned values may hold what they like.
    const notes = signByNode({ ...payment(CARDS.approve), order_notes: " it's " });
    expect((await post(notes)).payment_status).toBe("1");
  });

  it("is no oracle: what it signs is no success, however it is cut", async () => {
    const { post, payment } = await createWorld();
    const order_notes = "2304050607089234567890180000:Approved";
    const refused = await post({ ...payment(CARDS.approve), signValue: "0".repeat(64), order_notes });
    expect(refused.signValue).toBe("");
    // Nor does it help whoever has a right signature over the rest: notes are not signed in a request.
    const { notifications } = createPayments({ environment: "sandbox", account: "900001", terminals: TERMINALS });
    const answer = await post({ ...payment(CARDS.decline), order_notes });
    expect(isSignedByNode(answer)).toBe(true);
    for (const cut of recut(answer, ["1"])) {
      if (!/^\d{5}:/.test(cut.payment_details ?? "") || !cut.payment_id) continue;
      for (const attack of [cut, ...padded(cut)]) {
        const notice = await notifications.read(xmlOf(attack)).catch(() => undefined);
        if (notice?.kind === "payment" && notice.payment.status === "approved") {
          throw new Error("a decline was cut into a success");
        }
      }
    }
  });
});

function hostedSignature(fields: Readonly<Record<string, string>>): string {
  const order = ["account", "terminal", "backUrl", "order_number", "order_currency", "order_amount"];
  const people = ["billing_firstName", "billing_lastName", "billing_email"];
  return expectedSignValue([...order, ...people], fields, TERMINALS[0].secureCode);
}
