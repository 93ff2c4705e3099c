import { Window } from "happy-dom";
import { describe, expect, it } from "vitest";
import { CARDS, createWorld, type Fields, formRequest, isSignedByNode, type World } from "./shopper.ts";

/** Starts a payment that is challenged, and gives the path of its page. */
async function challenge(world: World, changes: Fields = {}): Promise<string> {
  const { pay_url = "" } = await world.pay(CARDS.challenge, changes);
  const { origin, pathname, search } = new URL(pay_url);
  expect(origin).toBe("https://sandbox.test");
  await world.sandbox.deliver();
  return pathname + search;
}

/** The page at a path, parsed by a browser's rules and not run. */
async function open(world: World, path: string, init: RequestInit = {}) {
  const response = await world.sandbox.fetch(new Request(`https://sandbox.test${path}`, init));
  const html = await response.text();
  const window = new Window({ settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true } });
  const document = new window.DOMParser().parseFromString(html, "text/html");
  return { response, html, document };
}

async function answer(world: World, path: string, body: string) {
  return open(world, path, formRequest(body, path));
}

/** The form that brings the result back to the shop. */
function returnForm(document: Awaited<ReturnType<typeof open>>["document"]): { action: string | null; fields: Fields } {
  const forms = [...document.querySelectorAll("form")];
  expect(forms.length).toBe(1);
  const inputs = [...document.querySelectorAll("form input")];
  const fields = Object.fromEntries(inputs.map((input) => [input.getAttribute("name"), input.getAttribute("value")]));
  return { action: forms[0]!.getAttribute("action"), fields: fields as Fields };
}

const statuses = async (world: World) => (await world.sandbox.payments("90000101", "A-1")).map((item) => item.status);

describe("the 3-D Secure page", () => {
  it.each([
    ["confirm", "1", /^80000:/],
    ["reject", "0", /^80091:/],
  ])(
    "%s ends the payment with status %s, notifies, and brings a signed result back",
    async (choice, status, details) => {
      const world = await createWorld();
      const path = await challenge(world);
      const page = await open(world, path);
      expect(page.response.status).toBe(200);
      expect(page.document.body.textContent).toContain("USD 10.00");
      expect(await statuses(world)).toEqual(["-1"]);
      const { document } = await answer(world, path, `answer=${choice}`);
      const { action, fields } = returnForm(document);
      expect(action).toBe("https://shop.example/back");
      expect(fields).toMatchObject({ response_type: "0", payment_status: status, payment_authType: "2" });
      expect(fields.payment_details).toMatch(details);
      expect(isSignedByNode(fields)).toBe(true);
      expect(await statuses(world)).toEqual([status]);
      await world.sandbox.deliver();
      expect(world.notices.length).toBe(2);
      expect(world.notices[1]?.body).toContain(`<payment_status>${status}</payment_status>`);
    },
  );

  it("is answered once: a second answer changes nothing, and gives the first one's result", async () => {
    for (const [first, second, status] of [
      ["confirm", "reject", "1"],
      ["reject", "confirm", "0"],
    ] as const) {
      const world = await createWorld();
      const path = await challenge(world);
      const one = returnForm((await answer(world, path, `answer=${first}`)).document);
      for (const other of [await answer(world, path, `answer=${second}`), await open(world, path)]) {
        expect(returnForm(other.document)).toEqual(one);
      }
      expect(await statuses(world)).toEqual([status]);
      expect((await world.sandbox.deliver()).length).toBe(1);
    }
  });

  it("is answered once also when two answers come at the same time", async () => {
    const world = await createWorld();
    const path = await challenge(world);
    const answers = await Promise.all([answer(world, path, "answer=confirm"), answer(world, path, "answer=reject")]);
    const [one, other] = answers.map(({ document }) => returnForm(document).fields.payment_status);
    expect(one).toBe(other);
    expect(await statuses(world)).toEqual([one]);
    expect((await world.sandbox.deliver()).length).toBe(1);
  });

  it("approves by nothing but a plain confirm", async () => {
    for (const body of ["", "answer=", "answer=CONFIRM", "answer=confirm+", "confirm=answer", "answer=1"]) {
      const world = await createWorld();
      const path = await challenge(world);
      await answer(world, path, body);
      expect(await statuses(world)).not.toContain("1");
    }
    const world = await createWorld();
    const path = await challenge(world);
    const { response } = await answer(world, path, "answer=reject&answer=confirm");
    expect(response.status).toBe(400);
    expect(await statuses(world)).toEqual(["-1"]);
    for (const method of ["GET", "PUT", "DELETE"]) await open(world, path, { method });
    expect(await statuses(world)).toEqual(["-1"]);
  });

  it("is nobody's to guess, and not there for other payments", async () => {
    const world = await createWorld();
    const path = await challenge(world);
    expect(path.split("/").at(-1)?.length).toBeGreaterThanOrEqual(16);
    for (const wrong of [
      path.slice(0, -1),
      `${path}/`,
      `${path}0`,
      "/sandbox/3ds/",
      "/sandbox/3ds/__proto__",
      "/sandbox/3ds/..%2f",
    ]) {
      for (const init of [{}, formRequest("answer=confirm", wrong)]) {
        expect((await open(world, wrong, init)).response.status).toBe(404);
      }
    }
    expect("pay_url" in (await world.pay(CARDS.pending, { order_number: "P" }))).toBe(false);
  });

  const HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</form><form action=//evil.example>",
    "&lt;b&gt;",
  ];

  it.each(HOSTILE)("shows and returns hostile text as text: %s", async (text) => {
    const world = await createWorld();
    // Notes and URLs are not signed, so they may hold what they like; the signed ones, what the rules leave.
    const order_number = text.replace(/[<>'"]/g, "").slice(0, 50);
    const backUrl = `https://shop.example/back?${encodeURIComponent(text).slice(0, 200)}"><script>1</script>`;
    const path = await challenge(world, { order_number, order_notes: text, backUrl, methods: text });
    const page = await open(world, path);
    const back = await answer(world, path, "answer=confirm");
    for (const { document, html } of [page, back]) {
      expect(document.querySelectorAll("script:not([src='/sandbox/return.js']), img, iframe, [onerror]").length).toBe(
        0,
      );
      expect(html).not.toContain("<script>");
    }
    expect(page.document.body.textContent).toContain(order_number);
    const { action, fields } = returnForm(back.document);
    expect(action).toBe(backUrl);
    expect(fields).toMatchObject({ order_number, order_notes: text, methods: text });
    expect(isSignedByNode(fields)).toBe(true);
  });

  it("forbids scripts of others, frames, and forms to others than the shop", async () => {
    const world = await createWorld();
    const path = await challenge(world);
    const policies = [await open(world, path), await answer(world, path, "answer=confirm")].map(({ response }) => {
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      return response.headers.get("content-security-policy") ?? "";
    });
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
    }
    expect(policies[0]).toContain("form-action 'self'");
    expect(policies[1]).toContain("form-action https://shop.example");
    for (const [file, type] of [
      ["/sandbox/style.css", "text/css"],
      ["/sandbox/return.js", "text/javascript"],
    ] as const) {
      expect((await open(world, file)).response.headers.get("content-type")).toContain(type);
    }
  });

  it.each(["nonsense", "/back", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])(
    "never meets a backUrl that is no web address: %s",
    async (backUrl) => {
      const world = await createWorld();
      const result = await world.pay(CARDS.challenge, { backUrl });
      if (result.pay_url !== undefined) {
        const path = new URL(result.pay_url).pathname;
        const { document, response } = await answer(world, path, "answer=confirm");
        // Refusing here is too late to be right, but it must be an answer, and no link to a script.
        expect(response.status).toBeLessThan(500);
        for (const form of document.querySelectorAll("form")) expect(form.getAttribute("action")).toMatch(/^https?:/);
      } else expect(result.payment_status).toBe("0");
    },
  );
});
