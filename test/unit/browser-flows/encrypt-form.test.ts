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
    expect(submitted.map(({ fields }) => Object.keys(fields).length)).toEqual([2, 2]);
    await vi.waitFor(() => expect(form.querySelector('[name="card_data"]')).toBeNull());
  });

  it("goes on without a button that has gone meanwhile", async () => {
    start();
    const gone = button("pay");
    form.requestSubmit(gone);
    gone.remove();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(submitted[0]?.submitter).not.toBe(gone);
  });

  it.each<[string, (pay: HTMLButtonElement) => unknown]>([
    ["disabled", (pay) => (pay.disabled = true)],
    ["taken away", (pay) => pay.remove()],
    ["moved to another form", (pay) => document.body.append(pay)],
    ["given another value", (pay) => (pay.value = "wait")],
    ["made no button to submit by", (pay) => (pay.type = "button")],
  ])("goes on by one like the button that was %s meanwhile", async (_name, change) => {
    const attributes = { name: "pay", value: "pay", formaction: "/pay", formmethod: "post", formtarget: "_self" };
    const pay = button("pay");
    for (const [name, value] of Object.entries(attributes)) pay.setAttribute(name, value);
    start();
    form.requestSubmit(pay);
    change(pay);
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    const submitter = submitted[0]?.submitter as HTMLButtonElement;
    expect(submitter).not.toBe(pay);
    expect(submitter.hidden).toBe(true);
    expect(submitter.type).toBe("submit");
    for (const [name, value] of Object.entries(attributes)) expect(submitter.getAttribute(name)).toBe(value);
    // It stays as long as the page may submit by it, and goes with the ciphertext.
    form.reset();
    expect(submitter.isConnected).toBe(false);
  });

  it.each<[string, () => void]>([
    ["a button that skips validation", () => (button("pay").formNoValidate = true)],
    ["a button that closes a dialog", () => button("pay").setAttribute("formmethod", "DIALOG")],
    ["a dialog's form", () => form.setAttribute("method", "dialog")],
  ])("by %s goes on at once, without a card", (_name, prepare) => {
    prepare();
    start();
    form.requestSubmit(button("pay"));
    expect(submitted.map(({ fields }) => Object.keys(fields))).toEqual([["email"]]);
    expect(find("security-code").value).toBe(CODE);
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

describe("a submission that the page holds up", () => {
  const seen: string[] = [];

  beforeEach(() => {
    seen.length = 0;
    form.addEventListener("submit", () => seen.push(String(new FormData(form).get("card_data"))));
  });

  async function submitTwice(between?: () => unknown): Promise<void> {
    start({ onError: ({ code }) => seen.push(code) });
    form.requestSubmit(button("pay"));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await between?.();
    form.requestSubmit(button("pay"));
    await vi.waitFor(() => expect(seen).toHaveLength(2));
  }

  it("goes on with the same ciphertext, the code wiped and not asked for", async () => {
    find("security-code").required = true;
    await submitTwice(() => {
      expect(find("security-code").value).toBe("");
      expect(form.checkValidity()).toBe(true);
      expect(form.querySelector('[name="card_data"]')).toBeNull();
      expect(new FormData(form).has("card_data")).toBe(false);
    });
    expect(seen[1]).toBe(seen[0]);
    expect(open(seen[0] as string)).toMatchObject({ card_secureCode: CODE, card_number: NUMBER });
  });

  it("goes on where the page waits, and submits by the same button", async () => {
    find("security-code").required = true;
    form.addEventListener("submit", ({ submitter }) => {
      if (seen.length === 1) setTimeout(() => form.requestSubmit(submitter), 5);
    });
    start();
    button("pay").addEventListener("click", () => setTimeout(() => (button("pay").disabled = true)));
    button("pay").click();
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen[1]).toBe(seen[0]);
    expect(seen[0]).toContain("opcse");
    for (const { submitter } of submitted)
      expect(submitter).toMatchObject({ name: "pay", value: "pay", disabled: false });
  });

  it.each<[string, () => unknown]>([
    ["an input was edited", () => find("expiry").dispatchEvent(new Event("input", { bubbles: true }))],
    ["the page changed an input", () => (find("number").value = "5555555555554444")],
    ["the page emptied an input", () => (find("number").value = "")],
    ["the form was reset", () => form.dispatchEvent(new Event("reset"))],
    ["the card was cleared", () => (made[0] as ReturnType<typeof encryptForm>).clear()],
    ["the page was left and came back", () => dispatchEvent(new Event("pagehide"))],
    ["the ciphertext was handed out", () => (made[0] as ReturnType<typeof encryptForm>).encrypt()],
  ])("needs the card again where %s", async (_name, change) => {
    find("security-code").required = true;
    await submitTwice(async () => {
      await change();
      find("security-code").required = false;
    });
    expect(seen[0]).toContain("opcse");
    expect(seen[1]).toMatch(/^invalid_/);
  });

  it.each([
    ["at once", (read: () => void) => read()],
    ["before its task is over", (read: () => void) => queueMicrotask(read)],
  ])("needs the card again where the page has read it with the form, %s, to send it by itself", async (_name, when) => {
    // What a browser dispatches for `new FormData(form)`.
    form.addEventListener("submit", () => when(() => form.dispatchEvent(new Event("formdata"))), { once: true });
    await submitTwice();
    expect(seen[0]).toContain("opcse");
    expect(seen[1]).toBe("invalid_security_code");
  });

  it("goes on where the form is read without it", async () => {
    await submitTwice(() => form.dispatchEvent(new Event("formdata")));
    expect(seen[1]).toBe(seen[0]);
  });

  it("needs the card again after five minutes, also where a sleeping machine's timers stood still", async () => {
    const now = vi.spyOn(Date, "now");
    try {
      await submitTwice(() => now.mockReturnValue(performance.timeOrigin + performance.now() + 5 * 60_000 + 1));
    } finally {
      now.mockRestore();
    }
    expect(seen[1]).toBe("invalid_security_code");
  });

  it("has its required code back once the ciphertext is forgotten, by an edit or by itself", async () => {
    find("security-code").required = true;
    start();
    const timers = vi.spyOn(globalThis, "setTimeout");
    const ends = [
      () => find("security-code").dispatchEvent(new Event("input")),
      () => (timers.mock.calls.findLast(([, ms]) => ms === 5 * 60_000) as [() => void])[0](),
    ];
    for (const end of ends) {
      find("security-code").value = CODE;
      form.requestSubmit();
      await vi.waitFor(() => expect(find("security-code").required).toBe(false));
      end();
      expect(find("security-code").required).toBe(true);
    }
    timers.mockRestore();
  });

  it("is encrypted anew where the code is typed again", async () => {
    await submitTwice(() => (find("security-code").value = "911"));
    expect(open(seen[1] as string)).toMatchObject({ card_secureCode: "911" });
  });

  it("is given up where the form is reset before it is encrypted", async () => {
    start();
    form.requestSubmit();
    form.dispatchEvent(new Event("reset"));
    await vi.waitFor(() => expect(find("security-code").value).toBe(""));
    expect(seen).toEqual([]);
  });
});

describe("a form's card", () => {
  it("is emptied when the page is left, also where its inputs are wrong by then", () => {
    start();
    find("number").name = "number";
    const text = document.createElement("p");
    text.dataset.oceanpayment = "number";
    form.append(text);
    dispatchEvent(new Event("pagehide"));
    expect(["number", "expiry", "security-code"].map((role) => find(role).value)).toEqual(["", "", ""]);
  });

  it("is left alone once destroyed", () => {
    encryptForm(form, key.hex).destroy();
    dispatchEvent(new Event("pagehide"));
    expect(find("number").value).toBe(NUMBER);
  });

  it("is encrypted without a submission", async () => {
    const encrypted = encryptForm(form, key.hex);
    made.push(encrypted);
    expect(open(await encrypted.encrypt())).toMatchObject({ card_secureCode: CODE, card_number: NUMBER });
    expect(find("security-code").value).toBe("");
    expect(find("number").value).toBe(NUMBER);
    expect(submitted).toEqual([]);
    await failure(() => encrypted.encrypt(), "invalid_security_code");
    encrypted.clear();
    expect(find("number").value).toBe("");
    await failure(() => encrypted.encrypt(), "invalid_card_number");
  });

  it("that is wrong is reported where nobody listens, and where there is no way to", async () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    try {
      find("security-code").value = "";
      start();
      form.requestSubmit();
      await vi.waitFor(() => expect(report.mock.calls).toMatchObject([[{ code: "invalid_security_code" }]]));
      vi.stubGlobal("reportError", undefined);
      form.requestSubmit();
      await vi.waitFor(() => expect(document.activeElement).toBe(find("security-code")));
      await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      vi.unstubAllGlobals();
    }
    expect(submitted).toEqual([]);
  });
});

describe("a form is refused", () => {
  it("whose card is encrypted already, until that is destroyed, also by another copy of this library", async () => {
    const first = encryptForm(form, key.hex);
    await failure(() => encryptForm(form, key.hex), "already_in_use", "form");
    vi.resetModules();
    const other = await import("../../../src/browser/encrypt-form.ts");
    expect(other.encryptForm).not.toBe(encryptForm);
    await failure(() => other.encryptForm(form, key.hex), "already_in_use", "form");
    first.destroy();
    made.push(other.encryptForm(form, key.hex));
    first.destroy();
    await failure(() => encryptForm(form, key.hex), "already_in_use", "form");
    form.requestSubmit(button("pay"));
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
  });

  it("whose inputs stand elsewhere and name it, with a name of their own", async () => {
    form.id = "checkout";
    const elements = document.createElement("input");
    elements.name = "elements";
    form.append(elements);
    const outside = find("number");
    outside.setAttribute("form", "checkout");
    document.body.append(outside);
    outside.name = "card";
    await failure(() => encryptForm(form, key.hex), "named_card_input", "number");
    outside.removeAttribute("name");
    const sealed = document.createElement("input");
    sealed.setAttribute("form", "checkout");
    sealed.name = "card_data";
    document.body.append(sealed);
    await failure(() => encryptForm(form, key.hex), "invalid_field", "name");
    sealed.remove();
    start();
    form.requestSubmit();
    await vi.waitFor(() => expect(submitted).toHaveLength(1));
    expect(open(submitted[0]?.fields.card_data as string)).toMatchObject({ card_number: NUMBER });
    dispatchEvent(new Event("pagehide"));
    expect(outside.value).toBe("");
  });

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
