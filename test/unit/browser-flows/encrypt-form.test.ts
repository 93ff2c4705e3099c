// @vitest-environment happy-dom
import { createDecipheriv } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { encryptForm, type EncryptFormOptions } from "../../../src/browser/encrypt-form.ts";
import { expectNoRun, failure } from "../leaks.ts";
import { openPkcs1, rsaKey, type TestKey } from "../rsa-keys.ts";

const NUMBER = "4111111111111111";
const CODE = "737";

let key: TestKey;
let form: HTMLFormElement;
let submitted: { readonly submitter: HTMLElement | null; readonly fields: Record<string, string> }[];
const made: { destroy: () => void }[] = [];

beforeAll(async () => {
  key = await rsaKey(1024);
});

beforeEach(() => {
  submitted = [];
  form = document.createElement("form");
  add("number", NUMBER);
  add("expiry", "12/39");
  add("security-code", CODE);
  const email = document.createElement("input");
  Object.assign(email, { name: "email", value: "ada@example.com" });
  for (const id of ["pay", "submit"]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", name: id, value: id });
    form.append(button);
  }
  form.append(email);
  document.body.append(form);
  // A shop's own listener, and in the end no page to go to.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = event as SubmitEvent;
    submitted.push({ submitter, fields: Object.fromEntries(new FormData(form)) as Record<string, string> });
  });
});

afterEach(() => {
  for (const encrypted of made.splice(0)) encrypted.destroy();
  document.body.replaceChildren();
});

function add(role: string, value: string, tag: "input" | "select" = "input"): HTMLInputElement {
  const input = document.createElement(tag) as HTMLInputElement;
  input.dataset.oceanpayment = role;
  input.value = value;
  form.append(input);
  return input;
}

function find(role: string): HTMLInputElement {
  return form.querySelector(`[data-oceanpayment="${role}"]`) as HTMLInputElement;
}

function start(options?: EncryptFormOptions): void {
  made.push(encryptForm(form, key.hex, options));
}

const button = (name: string) => form.querySelector(`button[name="${name}"]`) as HTMLButtonElement;

/** Opens the vendor's format with OpenSSL, none of the library's code (protocol.md §5). */
function open(cardData: string): unknown {
  const [label, rsa = "", aes = ""] = cardData.split("$");
  expect(label).toBe("opcse_0_2_1");
  const { message } = openPkcs1(key.privateKey as never, Buffer.from(rsa, "base64"));
  const decipher = createDecipheriv("aes-128-ecb", message, null);
  return JSON.parse(Buffer.concat([decipher.update(Buffer.from(aes, "base64")), decipher.final()]).toString());
}

describe("a submitted form", () => {
  it("is held, and goes on by the same button with the ciphertext and nothing of the card", async () => {
    start();
    form.requestSubmit(button("pay"));
    expect(submitted).toEqual([]);
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    const [{ submitter, fields }] = submitted as [(typeof submitted)[0]];
    expect(submitter).toBe(button("pay"));
    expect(Object.keys(fields).sort()).toEqual(["card_data", "email"]);
    expect(open(fields.card_data as string)).toMatchObject({
      ...{ card_secureCode: CODE, card_year: "2039", card_month: "12", card_number: NUMBER },
    });
    expect(JSON.stringify(fields)).not.toContain(NUMBER);
  });

  it("wipes the security code once it is on its way, heard by a framework too, and keeps the number", async () => {
    find("security-code").required = true;
    const heard = vi.fn();
    form.addEventListener("input", heard);
    start();
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(find("security-code").value).toBe("");
    expect(heard.mock.calls.map(([{ target }]) => target)).toEqual([find("security-code")]);
    expect(find("number").value).toBe(NUMBER);
  });

  it("is encrypted once, however often it is sent meanwhile, and anew the next time", async () => {
    start();
    for (let i = 0; i < 3; i++) form.requestSubmit(button("pay"));
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    find("security-code").value = CODE;
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(2));
    const [first, second] = submitted.map(({ fields }) => fields.card_data);
    expect(first).not.toBe(second);
    expect(form.querySelectorAll('[name="card_data"]')).toHaveLength(1);
  });

  it("goes on without a button that has gone meanwhile", async () => {
    start();
    const gone = button("pay");
    form.requestSubmit(gone);
    gone.remove();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(submitted[0]?.submitter).not.toBe(gone);
  });

  it("that has gone from the page goes nowhere", async () => {
    start();
    form.requestSubmit();
    form.remove();
    await vi.waitFor(() => expect(find("security-code").value).toBe(""));
    expect(submitted).toEqual([]);
    expect(form.querySelector('[name="card_data"]')).toBeNull();
  });

  it("sends no card by form.submit(), which tells nobody", () => {
    start();
    expect(Object.fromEntries(new FormData(form))).toEqual({ email: "ada@example.com" });
  });

  it("takes another name for the ciphertext, and forgets it when it is reset", async () => {
    start({ name: "sealed" });
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(Object.keys(submitted[0]?.fields ?? {})).toContain("sealed");
    form.reset();
    expect(form.querySelector('[name="sealed"]')).toBeNull();
  });

  it.each([
    ["1/39", "01", "2039"],
    ["01 / 2039", "01", "2039"],
    ["0139", "01", "2039"],
    ["139", "01", "2039"],
    ["012039", "01", "2039"],
    ["12039", "01", "2039"],
    ["2039-01", "01", "2039"],
    [" 01-39 ", "01", "2039"],
    ["01.39", "01", "2039"],
  ])("reads the expiry %j", async (typed, month, year) => {
    find("expiry").value = typed;
    start();
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(open(submitted[0]?.fields.card_data as string)).toMatchObject({ card_month: month, card_year: year });
  });

  it("reads month and year from two fields, a number with dashes, and a code with spaces around", async () => {
    find("expiry").remove();
    add("expiry-month", "1");
    add("expiry-year", "2039");
    find("number").value = "4111-1111 1111-1111";
    find("security-code").value = ` ${CODE} `;
    start();
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(open(submitted[0]?.fields.card_data as string)).toMatchObject({
      ...{ card_secureCode: CODE, card_year: "2039", card_month: "01", card_number: NUMBER },
    });
  });

  it.each([
    ["number", "4111111111111112", "invalid_card_number"],
    ["number", "", "invalid_card_number"],
    ["expiry", "13/39", "invalid_expiry"],
    ["expiry", "1a/39", "invalid_expiry"],
    ["expiry", "1/2/39", "invalid_expiry"],
    ["expiry", "12/20", "card_expired"],
    ["security-code", "12", "invalid_security_code"],
  ])("with a wrong %s is not sent, and its input is told", async (role, value, code) => {
    find(role).value = value;
    const onError = vi.fn();
    start({ onError });
    form.requestSubmit();
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    const [error, input] = onError.mock.calls[0] as [{ code: string }, HTMLElement];
    expect(error.code).toBe(code);
    expect(input).toBe(find(role));
    expectNoRun(error, NUMBER, 5);
    expect(submitted).toEqual([]);
    if (role !== "security-code") expect(find("security-code").value).toBe(CODE);
    Object.assign(find(role), { value: { number: NUMBER, expiry: "12/39" }[role] ?? CODE });
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
  });

  it("whose input has got a name meanwhile is not sent", async () => {
    const onError = vi.fn();
    start({ onError });
    find("number").name = "number";
    form.requestSubmit();
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "named_card_input", field: "number" });
    expect(submitted).toEqual([]);
  });

  it("leaves nothing of the card in the statics of RegExp", async () => {
    /x/.exec("x");
    start();
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    const statics = ["input", "lastMatch", "lastParen", "leftContext", "rightContext", "$1", "$2"];
    const kept = statics.map((name) => String(Reflect.get(RegExp, name))).join(" ");
    for (let at = 0; at + 6 <= NUMBER.length; at++) expect(kept).not.toContain(NUMBER.slice(at, at + 6));
  });

  it("is the page's own again once destroyed", () => {
    const encrypted = encryptForm(form, key.hex);
    encrypted.destroy();
    form.requestSubmit();
    expect(submitted).toHaveLength(1);
    expect(Object.keys(submitted[0]?.fields ?? {})).toEqual(["email"]);
  });

  it("that is destroyed while it encrypts goes nowhere", async () => {
    const encrypted = encryptForm(form, key.hex);
    form.requestSubmit();
    encrypted.destroy();
    await vi.waitFor(() => expect(find("security-code").value).toBe(""));
    expect(submitted).toEqual([]);
  });
});

describe("a form is refused", () => {
  it.each(["number", "expiry", "security-code"])("whose %s has a name", async (role) => {
    find(role).name = "card";
    await failure(() => encryptForm(form, key.hex), "named_card_input", role);
  });

  it.each(["number", "expiry", "security-code"])("whose %s is missing, or stands twice", async (role) => {
    add(role, "");
    await failure(() => encryptForm(form, key.hex), "invalid_field", role);
    find(role).remove();
    find(role).remove();
    await failure(() => encryptForm(form, key.hex), "missing_field", role === "expiry" ? "expiry-month" : role);
  });

  it("with an unknown part, a part that is no input, and two kinds of expiry", async () => {
    add("holder", "");
    await failure(() => encryptForm(form, key.hex), "invalid_field");
    find("holder").remove();
    add("expiry-month", "");
    await failure(() => encryptForm(form, key.hex), "invalid_field", "expiry");
    find("expiry-month").remove();
    find("number").remove();
    const text = document.createElement("div");
    text.dataset.oceanpayment = "number";
    form.append(text);
    await failure(() => encryptForm(form, key.hex), "invalid_field");
  });

  it("that has a field of the ciphertext's name", async () => {
    await failure(() => encryptForm(form, key.hex, { name: "email" }), "invalid_field", "name");
  });

  it("with a configuration that holds a secret, or that is wrong", async () => {
    const config = { environment: "sandbox", account: "999001", terminal: "99900101", publicKey: key.hex } as const;
    made.push(encryptForm(form, config));
    await failure(() => encryptForm(form, { ...config, secureCode: "x" } as never), "secret_in_page");
    await failure(() => encryptForm(form, { ...config, terminal: "1" }), "invalid_config");
    await failure(() => encryptForm(undefined as never, config), "invalid_argument", "form");
  });

  it("where the page can't encrypt", async () => {
    vi.stubGlobal("crypto", { getRandomValues: () => {} });
    try {
      await failure(() => encryptForm(form, key.hex), "crypto_unavailable");
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
