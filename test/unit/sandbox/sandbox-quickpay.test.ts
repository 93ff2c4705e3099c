import { describe, expect, it } from "vitest";
import {
  buttonsOf,
  choose,
  fieldsOf,
  MERCHANT,
  openPage,
  ORDER,
  returnOf,
  send,
  sendForm,
  sendJson,
  signFor,
} from "./merchant-calls.ts";
import { createWorld, type Fields, TERMINALS, type World } from "./shopper.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;
const SECOND = { terminal: "90000102", secureCode: TERMINALS[1].secureCode };

const FORM: Fields = {
  ...MERCHANT,
  customer_id: "c-1",
  methods: "Credit Card",
  backUrl: "https://shop.example/stored",
  order_notes: "keep me",
  billing_firstName: "Ada",
  billing_lastName: "Lovelace",
  billing_email: "ada@example.com",
};

/** A request of JSON that stores a means of payment. */
const REQUEST = {
  order: {
    currency: "HKD",
    amount: "10.00",
    methods: "AlipayHK",
    redirectUrl: "https://shop.example/stored",
    notifyUrl: "https://notify.example/in",
    remark: "keep me",
    ip: "192.0.2.1",
    description: "a book",
  },
  merchant: { referenceId: "M-1" },
  billing: {
    firstname: "Ada",
    lastname: "Lovelace",
    email: "ada@example.com",
    phone: "",
    country: "GB",
    state: "",
    city: "",
    address: "",
    zip: "",
  },
  customer: { id: "c-1" },
  device: { environment: "WEB", osType: "OTHER" },
};

/** What JSON calls answer, as far as tests look. */
interface JsonData {
  readonly code: string;
  readonly msg?: string;
  readonly message?: string;
  readonly data: {
    readonly account?: string;
    readonly terminal?: string;
    readonly order?: Fields;
    readonly url?: string;
    readonly merchant?: Fields;
    readonly quickpay?: Fields;
  };
}

const call = async (world: World, name: string, body: unknown, headers: Fields = {}) =>
  (await sendJson(world, name, body, headers)) as JsonData;

/** Asks for the form's page as a browser does, and gives its path. */
async function openForm(world: World, changes: Fields = {}): Promise<string> {
  const fields = signFor("quickpay.buildCreateForm", { ...FORM, ...changes });
  const response = await sendForm(world, "quickpay.buildCreateForm", fields);
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "").pathname;
}

async function charge(world: World, quickpay_id: string, changes: Fields = {}): Promise<Fields> {
  return fieldsOf(await send(world, "quickpay.charge", { ...ORDER, quickpay_id, ...changes }));
}

describe("a QuickPay id by form", () => {
  it.each([
    ["approve", "1"],
    ["decline", "0"],
    ["insufficient-funds", "0"],
    ["challenge", "1"],
    ["pending", "-1"],
  ])("of the card of %s comes back by the browser, and its charges have status %s", async (decision, status) => {
    const world = await createWorld();
    const path = await openForm(world);
    const page = await openPage(world, path);
    expect(buttonsOf(page)).toEqual(["approve", "decline", "insufficient-funds", "challenge", "pending", "cancel"]);
    const { action, fields } = returnOf(await choose(world, path, decision));
    expect(action).toBe("https://shop.example/stored");
    expect(fields).toEqual({
      ...MERCHANT,
      signValue: "",
      customer_id: "c-1",
      order_notes: "keep me",
      quickpay_id: expect.stringMatching(UUID) as string,
      quickpay_status: "1",
      quickpay_details: "80000:Success",
    });
    expect((await charge(world, fields.quickpay_id ?? "")).payment_status).toBe(status);
    // Chosen once.
    expect(returnOf(await choose(world, path, "cancel")).fields).toEqual(fields);
    expect(returnOf(await openPage(world, path)).fields).toEqual(fields);
  });

  it("is none where the shopper cancels", async () => {
    const world = await createWorld();
    const path = await openForm(world);
    const { fields } = returnOf(await choose(world, path, "cancel"));
    expect(fields).toMatchObject({ quickpay_id: "", quickpay_status: "0", customer_id: "c-1" });
    expect(fields.quickpay_details).toMatch(/^80101:/);
    expect(returnOf(await choose(world, path, "approve")).fields).toEqual(fields);
  });

  it("takes no answer that is none of its buttons', and is nobody's to guess", async () => {
    const world = await createWorld();
    const path = await openForm(world);
    for (const answer of ["", "confirm", "__proto__"]) {
      expect((await choose(world, path, answer)).response.status).toBe(400);
    }
    for (const wrong of [path.slice(0, -1), "/sandbox/quickpay/", "/sandbox/quickpay/__proto__"]) {
      expect((await choose(world, wrong, "approve")).response.status).toBe(404);
    }
    expect(buttonsOf(await openPage(world, path)).length).toBe(6);
  });

  it.each<readonly [string, Fields]>([
    ["20001", { customer_id: "" }],
    ["20001", { methods: "" }],
    ["20001", { methods: "Alipay_Web" }],
    ["20001", { backUrl: "javascript:alert(1)" }],
    ["20001", { billing_firstName: "" }],
    ["20001", { billing_lastName: "x".repeat(51) }],
    ["20050", { billing_email: "ada" }],
    ["20004", { account: "900002" }],
  ])("is refused with %s on a page: %j", async (code, changes) => {
    const world = await createWorld();
    const fields = signFor("quickpay.buildCreateForm", { ...FORM, ...changes });
    const response = await sendForm(world, "quickpay.buildCreateForm", fields);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`${code}:`);
    const forged = await sendForm(world, "quickpay.buildCreateForm", { ...fields, customer_id: "c-2" });
    expect(await forged.text()).toContain(code === "20004" ? "20004:" : "20013:");
  });
});

describe("a QuickPay id by JSON", () => {
  it("is made, confirmed, found, charged and cancelled", async () => {
    const world = await createWorld();
    const made = await call(world, "quickpay.create", REQUEST);
    const referenceId = made.data.order?.referenceId ?? "";
    const data = {
      ...MERCHANT,
      order: { methods: "AlipayHK", referenceId, remark: "keep me", description: "a book" },
      url: made.data.url,
      merchant: { referenceId: "M-1" },
    };
    expect(made).toEqual({ code: "000", msg: "Success", data });
    expect(referenceId).toMatch(/^\d{18,21}$/);

    const byReference = { order: { referenceId } };
    const expiryTime = "2033-06-14 20:00:00";
    expect(await call(world, "quickpay.find", byReference)).toEqual({
      code: "000",
      message: "Success",
      data: { ...data, quickpay: { id: "", status: "0", expiryTime } },
    });

    const path = new URL(made.data.url ?? "").pathname;
    expect(buttonsOf(await openPage(world, path))).toEqual(["confirm", "cancel"]);
    const { action, fields } = returnOf(await choose(world, path, "confirm"));
    expect(action).toBe("https://shop.example/stored");
    expect(fields).toMatchObject({ customer_id: "c-1", quickpay_status: "1", order_notes: "keep me", signValue: "" });
    const id = fields.quickpay_id ?? "";
    expect(id).toMatch(UUID);

    const active = { ...data, url: "", quickpay: { id, status: "1", expiryTime } };
    for (const query of [
      byReference,
      { merchant: { referenceId: "M-1" } },
      { customer: { id: "c-1" } },
      { quickpay: { id } },
    ]) {
      expect((await call(world, "quickpay.find", query)).data).toEqual(active);
    }
    expect((await charge(world, id)).payment_status).toBe("1");

    expect(await call(world, "quickpay.cancel", { quickpay: { id } })).toEqual({
      code: "000",
      msg: "Success",
      data: {},
    });
    expect((await call(world, "quickpay.find", { quickpay: { id } })).data.quickpay).toMatchObject({ id, status: "0" });
    expect((await charge(world, id, { order_number: "B" })).payment_details).toMatch(/^20001:/);
  });

  it("is none where the shopper cancels", async () => {
    const world = await createWorld();
    const { data } = await call(world, "quickpay.create", REQUEST);
    const { fields } = returnOf(await choose(world, new URL(data.url ?? "").pathname, "cancel"));
    expect(fields).toMatchObject({ quickpay_id: "", quickpay_status: "0" });
    const found = await call(world, "quickpay.find", { merchant: { referenceId: "M-1" } });
    expect(found.data.quickpay?.status).toBe("0");
  });

  it.each([
    ...["currency", "amount", "methods", "redirectUrl"].map((name) => ["order", name]),
    ["merchant", "referenceId"],
    ...["firstname", "lastname", "email"].map((name) => ["billing", name]),
    ["customer", "id"],
    ...["environment", "osType"].map((name) => ["device", name]),
  ] as [keyof typeof REQUEST, string][])("needs %s.%s, as text", async (group, name) => {
    const world = await createWorld();
    const { [name as never]: _left, ...rest } = REQUEST[group];
    for (const members of [rest, { ...rest, [name]: "" }, { ...rest, [name]: 1 }, { ...rest, [name]: null }]) {
      const answer = await call(world, "quickpay.create", { ...REQUEST, [group]: members });
      expect(answer).toEqual({ code: "PARAM_ERROR", msg: expect.any(String) as string, data: {} });
    }
    const { [group]: _gone, ...without } = REQUEST;
    expect((await call(world, "quickpay.create", without)).code).toBe("PARAM_ERROR");
    expect((await call(world, "quickpay.find", { customer: { id: "c-1" } })).code).toBe("PARAM_ERROR");
  });

  it("refuses wrong values", async () => {
    const world = await createWorld();
    for (const order of [{ amount: "1.001" }, { amount: "0" }, { currency: "hkd" }, { redirectUrl: "javascript:1" }]) {
      const answer = await call(world, "quickpay.create", { ...REQUEST, order: { ...REQUEST.order, ...order } });
      expect(answer.code).toBe("PARAM_ERROR");
    }
    for (const body of [[], null, "text", 1, {}]) {
      expect((await call(world, "quickpay.create", JSON.stringify(body))).code).toBe("PARAM_ERROR");
    }
  });

  it("is found by exactly one name, newest first, and not by others", async () => {
    const world = await createWorld();
    const id = await world.sandbox.storeQuickpay({ customerId: "c-9" });
    const newer = await world.sandbox.storeQuickpay({ customerId: "c-9", methods: "Klarna" });
    const found = await call(world, "quickpay.find", { customer: { id: "c-9" } });
    expect(found.data).toMatchObject({ order: { methods: "Klarna" }, quickpay: { id: newer } });
    const unconfirmed = await call(world, "quickpay.create", REQUEST);
    expect(unconfirmed.code).toBe("000");
    for (const query of [
      {},
      { customer: { id: "c-8" } },
      { quickpay: { id }, customer: { id: "c-9" } },
      { quickpay: { id: "" } },
      { quickpay: { id: "__proto__" } },
      { quickpay: id },
    ]) {
      const answer = await call(world, "quickpay.find", query);
      expect(answer).toEqual({ code: "PARAM_ERROR", message: expect.any(String) as string, data: {} });
    }
    for (const name of ["quickpay.find", "quickpay.cancel"]) {
      expect((await call(world, name, { quickpay: { id } }, SECOND)).code).toBe("PARAM_ERROR");
      expect((await call(world, name, { quickpay: { id: "unknown" } })).code).toBe("PARAM_ERROR");
    }
    expect((await charge(world, id)).payment_status).toBe("1");
  });

  it("gives ids that differ, and the same in every run that is the same", async () => {
    const idsOf = async () => {
      const { sandbox } = await createWorld();
      return [await sandbox.storeQuickpay(), await sandbox.storeQuickpay()];
    };
    const [one, again] = [await idsOf(), await idsOf()];
    expect(one).toEqual(again);
    expect(new Set(one).size).toBe(2);
  });
});
