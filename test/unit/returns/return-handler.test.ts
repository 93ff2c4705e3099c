import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OceanpaymentError } from "../../../src/errors.ts";
import type { PaymentReturn } from "../../../src/returns/read-return.ts";
import { answeredClient } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { BACK_URL, FORM, returnFields, returnRequest } from "./return-samples.ts";

const { returns } = answeredClient();
const GOOD = returnFields();

/** Sends a request to a handler that sends the shopper to a place. */
function sendTo(location: unknown, request = returnRequest(GOOD)): Promise<Response> {
  return returns.createHandler({ location: () => location as string })(request);
}

/** Sends a request, and gives what the handler's callback was told. */
async function toldOf(request: Request) {
  const told: (readonly [PaymentReturn | undefined, OceanpaymentError | undefined])[] = [];
  const handler = returns.createHandler({
    location: (returned, error) => {
      told.push([returned, error]);
      return "/orders/1";
    },
  });
  const response = await handler(request);
  expect(told).toHaveLength(1);
  return { response, returned: told[0]?.[0], error: told[0]?.[1] };
}

function expectSentOn(response: Response, location = "/orders/1"): void {
  expect([response.status, response.headers.get("location")]).toEqual([303, location]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.body).toBeNull();
}

describe("the handler of returns", () => {
  it("sends a shopper on by 303, to an address without anything of the form in it", async () => {
    const { response, returned, error } = await toldOf(returnRequest(GOOD, FORM, `${BACK_URL}?order=7#x`));
    expectSentOn(response);
    expect(returned).toMatchObject({ isConfirmed: false, payment: { status: "approved" } });
    expect(error).toBeUndefined();
    const shown = [...response.headers].flat().join("\n");
    for (const value of Object.values(GOOD).filter((text) => text.length > 5)) expect(shown).not.toContain(value);
  });

  it.each<readonly [string, Request, string]>([
    ["a GET", new Request(BACK_URL), "unexpected_method"],
    ["a GET with the fields in its address", new Request(`${BACK_URL}?signValue=x`), "unexpected_method"],
    ["a forged return", returnRequest({ ...GOOD, signValue: "0".repeat(64) }), "invalid_signature"],
    ["a return of no terminal", returnRequest("a=1"), "unknown_terminal"],
    ["a broken form", returnRequest("a=%"), "malformed_form"],
    ["another type", returnRequest("{}", "application/json"), "unexpected_content_type"],
    ["a body over the cap", returnRequest("a".repeat(40_000)), "body_too_large"],
    [
      "a duplicate order",
      returnRequest(returnFields({ payment_status: "0", payment_details: "20061:Duplicate", payment_id: "" })),
      "duplicate_order",
    ],
  ])("sends %s on too, and says why", async (_name, request, code) => {
    const { response, returned, error } = await toldOf(request);
    expectSentOn(response);
    expect([returned, error?.code]).toEqual([undefined, code]);
  });

  it.each([
    ["/"],
    ["/orders/7?paid=1#top"],
    ["/a/../b"],
    ["https://shop.example/orders/7"],
    ["http://localhost:8080/orders"],
    ["/%E6%9D%8E"],
    ["/a//b"],
    ["/?next=//evil.example"],
  ])("sends to %o", async (location) => {
    expectSentOn(await sendTo(location), location);
  });

  it("sends to a URL, and to what a promise brings", async () => {
    expectSentOn(await sendTo(new URL("https://shop.example/a b?q=1")), "https://shop.example/a%20b?q=1");
    expectSentOn(await sendTo(Promise.resolve("/orders/1")));
  });

  it.each([
    ...[
      "//evil.example",
      "///evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/\t/evil.example",
      "/\n/evil.example",
    ],
    ...[
      "javascript:alert(1)",
      "JavaScript:alert(1)",
      " javascript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc",
    ],
    ...["/ok\r\nset-cookie: a=b", "/ok\nx", "/ok\rx", "https://shop.example/\r\nx: y", "/ok\0", "/ok\u2028"],
    ...[
      "",
      " ",
      "orders/7",
      "?a=1",
      "#x",
      "shop.example",
      "//",
      "/\\",
      "https://",
      "https:evil.example",
      "http:/evil.example",
    ],
    ...["/李", "/a b", " /orders", "/orders ", "ftp://shop.example/", "ws://shop.example/", "https:\\\\evil.example"],
    ...["blob:https://shop.example/1", "about:blank", "\u0001/x", "mailto:a@b.example"],
  ])("refuses to send to %o", async (location) => {
    const error = await failure(() => sendTo(location), "invalid_argument", "location");
    if (location.length > 8) expect(error.message).not.toContain(location);
  });

  it.each([
    [undefined, null, 7, {}, [], ["/x"], true, Symbol("x")],
    [{ href: "/x" }, { toString: () => "/x" }, new URL("javascript:alert(1)"), new URL("data:text/html,x")],
  ].flat().map((value) => [value] as const))("refuses a place that is %o", async (location) => {
    await failure(() => sendTo(location), "invalid_argument", "location");
  }); // prettier-ignore

  it("sends to no other host than a browser would take for the one that was named", async () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      "//",
      "@",
      ":",
      ".",
      "?",
      "#",
      "evil.example",
      "a",
      "%2f",
      "\t",
      "\n",
      " ",
      "http:",
      "https:",
    );
    const place = fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join("")}`);
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(place, async (location) => {
        const response = await sendTo(location).catch(() => undefined);
        if (!response) return;
        sent++;
        // The platform's own parser: a path stays on the merchant's host.
        const target = new URL(response.headers.get("location") ?? "", "https://shop.example/back");
        expect(target.origin).toBe("https://shop.example");
      }),
      { numRuns: 1500 },
    );
    expect(sent).toBeGreaterThan(100);
  });

  it("hands on what its own callback throws", async () => {
    const own = new Error("the merchant's database is down");
    const handler = returns.createHandler({ location: () => Promise.reject(own) });
    await expect(handler(returnRequest(GOOD))).rejects.toBe(own);
  });
});

describe("its options", () => {
  it.each([undefined, null, {}, { location: "/x" }, { location: null }, { location: () => "/", secret: 1 }, [], "x"])(
    "cannot be %o",
    async (options) => {
      const codes = ["invalid_config", "invalid_field", "missing_field"] as const;
      await failure(() => returns.createHandler(options as never), codes);
    },
  );
});
