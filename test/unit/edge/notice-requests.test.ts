import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/errors.ts";
import { failure, printed } from "../leaks.ts";
import { answeredClient, type Fields, resultFields, signed, xmlOf } from "./merchant.ts";

const { notifications } = answeredClient();
const GOOD = xmlOf(signed(resultFields({ notice_type: "transaction" })));
const URL = "https://notify.example/";
const XML = { "content-type": "application/xml" };

function post(body: BodyInit | null, headers: Fields = XML): Request {
  return new Request(URL, { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

function refused(request: Request | string, code: ErrorCode | readonly ErrorCode[]) {
  return failure(() => notifications.read(request), code);
}

/** The notice with something put before, in, or after it. */
const inside = (text: string) => GOOD.replace("<response>", `<response>${text}`);
const before = (text: string) => GOOD.replace("<response>", `${text}<response>`);

describe("notifications.read refuses a request that brings no notice", () => {
  it.each(["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])("by %s", async (method) => {
    const body = ["GET", "HEAD"].includes(method) ? null : GOOD;
    await refused(new Request(URL, { method, headers: XML, body }), "unexpected_method");
  });

  it.each([
    "text/html",
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data",
    "xml",
    "",
  ])("of the type %o", async (type) => {
    await refused(
      post(new TextEncoder().encode(GOOD), type ? { "content-type": type } : {}),
      "unexpected_content_type",
    );
    await refused(post(GOOD, { "content-type": `${type}; x=application/xml` }), "unexpected_content_type");
  });

  it("of no body, an empty one, or white space", async () => {
    for (const body of [null, "", " ", "\n\n", "\uFEFF"]) await refused(post(body), "malformed_xml");
    for (const body of ["", " ", "\uFEFF"]) await refused(body, "malformed_xml");
  });

  it("over 32 kB, with a length or without, however it is spelt", async () => {
    const padded = (size: number) => GOOD.padEnd(size, " ");
    expect((await notifications.read(post(padded(32_768)))).kind).toBe("payment");
    await refused(post(padded(32_769)), "body_too_large");
    await refused(post(inside("<!-- -->".repeat(20_000))), "body_too_large");
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new Uint8Array(10_000).fill(0x20));
      },
    });
    await refused(post(endless), "body_too_large");
    expect(pulled).toBeLessThan(9);
  });

  it("over 32 kB as a raw body, by the same code, counted in bytes", async () => {
    await refused(GOOD.padEnd(32_769, " "), "body_too_large");
    await refused(inside(`<order_extra>${"李".repeat(10_920)}</order_extra>`), "body_too_large");
  });

  it("that is not UTF-8", async () => {
    const bytes = Buffer.from(inside("<extra>~~</extra>"));
    for (const wrong of [
      [0xff, 0xfe],
      [0xc0, 0xaf],
      [0xed, 0xa0],
      [0xe9, 0x20],
    ]) {
      const body = Buffer.from(bytes);
      body.set(wrong, body.indexOf("~~"));
      await refused(post(body), "malformed_text");
    }
    await refused(post(Buffer.from(GOOD, "utf16le")), ["malformed_text", "malformed_xml"]);
    await refused(inside("<extra>\ud800</extra>"), "malformed_xml");
  });

  it("whose sender breaks off, with an error of this library and not the sender's own", async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(GOOD.slice(0, 100)));
        controller.error(new Error("reset with 4111111111111111 in it"));
      },
    });
    const error = await refused(post(broken), ["connection_failed", "malformed_text", "malformed_xml"]);
    expect(printed(error)).not.toContain("4111111111111111");
  });

  it.each<readonly [string, string]>([
    ["an HTML page", "<!DOCTYPE html><html><body>Service unavailable<br></body></html>"],
    ["plain text", "OK"],
    ["JSON", `{"account":"900001"}`],
    ["a form", "account=900001&terminal=90000101"],
    [
      "a bomb of entities",
      before(`<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>`).replace("ORDER-1", "&b;"),
    ],
    ["an outer entity", before(`<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>`).replace("ORDER-1", "&x;")],
    ["a document type alone", before("<!DOCTYPE response>")],
    ["an unknown entity", inside("<extra>&nbsp;</extra>")],
    ["a processing instruction", inside("<?php echo 1 ?>")],
    ["a comment in a value", GOOD.replace("ORDER-1", "ORDER<!-- -->-1")],
    ["too deep nesting", inside(`${"<a>".repeat(40)}${"</a>".repeat(40)}`)],
    ["a second root", `${GOOD}<response></response>`],
    ["text after its root", `${GOOD}x`],
    ["half of itself", GOOD.slice(0, GOOD.length / 2)],
    ["all but the last character", GOOD.slice(0, -1)],
    ["another encoding", GOOD.replace("UTF-8", "UTF-16")],
  ])("that is %s", async (_name, body) => {
    await refused(post(body), "malformed_xml");
    await refused(body, "malformed_xml");
  });

  it("in which any field stands twice, the same or not, signed or not", async () => {
    for (const name of [
      "payment_status",
      "order_number",
      "account",
      "terminal",
      "signValue",
      "notice_type",
      "methods",
    ]) {
      const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(GOOD);
      await refused(inside(`<${name}>${found?.[1]}</${name}>`), "malformed_xml");
      await refused(inside(`<${name}>0</${name}>`), "malformed_xml");
      await refused(GOOD.replace("</response>", `<${name}/></response>`), "malformed_xml");
    }
  });

  it("is not fooled by fields that stand deeper than the root's own", async () => {
    const bare = GOOD.replace(/<\?xml[^>]*\?>/, "");
    await refused(`<outer>${bare}</outer>`, ["unknown_terminal", "malformed_xml"]);
    await refused(
      GOOD.replace(/<signValue>([^<]*)<\/signValue>/, "<signValue><b>$1</b></signValue>"),
      "missing_signature",
    );
  });

  it.each([[undefined], [null], [5], [{}]])("is called with %o, by an error of this library", async (request) => {
    await refused(request as unknown as string, ["invalid_argument", "unexpected_method"]);
  });
});
