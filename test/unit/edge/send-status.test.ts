import { describe, expect, it } from "vitest";
import { createSend } from "../../../src/http/ofetch-send.ts";
import { failure, printed } from "../leaks.ts";
import { listen, requestTo } from "./loopback.ts";

const send = createSend();

describe("one exchange", () => {
  it("sends method, headers and body once, and gives the answer's body and type", async () => {
    const server = await listen((response, request) => {
      expect(request.headers["content-type"]).toBe("application/x-www-form-urlencoded; charset=utf-8");
      response.writeHead(200, { "content-type": "Application/XML; charset=UTF-8" }).end("<respon>é李</respon>");
    });
    const answer = await send(requestTo(server.url));
    expect(answer).toEqual({ status: 200, contentType: "application/xml", body: "<respon>é李</respon>" });
    expect(server.requests).toEqual([
      { method: "POST", url: "/gateway/direct/pay?x=1", body: "account=900001&card_data=opcse-canary" },
    ]);
  });

  it("gives bodies as they are: JSON unparsed, HTML, nothing at all", async () => {
    for (const [type, body] of [
      ["application/json", `{"a":1`],
      ["text/html", "<html>"],
      ["text/plain", ""],
    ] as const) {
      const server = await listen((response) => response.writeHead(200, { "content-type": type }).end(body));
      expect(await send(requestTo(server.url))).toMatchObject({ contentType: type, body });
    }
    const silent = await listen((response) => response.writeHead(204).end());
    expect(await send(requestTo(silent.url))).toEqual({ status: 204, contentType: "", body: "" });
  });
});

describe("a redirect", () => {
  it.each([300, 301, 302, 303, 304, 305, 307, 308])(
    "by %i is an error, and its target sees no request",
    async (status) => {
      const target = await listen((response) => response.end("stolen"));
      for (const location of [target.url, `//${new URL(target.url).host}/`, "/again", ""]) {
        const server = await listen((response) => response.writeHead(status, { location }).end());
        const error = await failure(() => send(requestTo(server.url)), "redirected");
        expect(error).toMatchObject({ status, outcome: "unknown" });
        expect(printed(error)).not.toContain(new URL(target.url).port);
        expect(server.requests.length).toBe(1);
      }
      expect(target.requests).toEqual([]);
    },
  );

  it("leaves no connection open behind it, even when its body never ends", async () => {
    const server = await listen((response) => {
      response.writeHead(302, { location: "http://127.0.0.1:1/" });
      response.write("the beginning of a page");
    });
    await failure(() => send(requestTo(server.url)), "redirected");
    await server.closed();
  });
});

describe("a status that is no success", () => {
  it.each([400, 401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504])(
    "of %i is an error, and sent once",
    async (status) => {
      const server = await listen((response) => {
        response.writeHead(status, { "retry-after": "0", "content-type": "text/html" }).end("<h1>opcse-canary</h1>");
      });
      const error = await failure(() => send(requestTo(server.url)), "http_status");
      expect(error).toMatchObject({ status, outcome: "unknown" });
      expect(printed(error)).not.toContain("opcse-canary");
      // ofetch retries some of these by itself unless told not to.
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(server.requests.length).toBe(1);
    },
  );

  it("leaves no connection open behind it, even when its body never ends", async () => {
    const server = await listen((response) => void response.writeHead(500).write("x"));
    await failure(() => send(requestTo(server.url)), "http_status");
    await server.closed();
  });
});

describe("a body", () => {
  it("over the cap is refused, with a length or without, also when it never ends", async () => {
    const declared = await listen((response) => {
      response.writeHead(200, { "content-length": "1001" }).end("x".repeat(1001));
    });
    const chunked = await listen((response) => {
      response.writeHead(200).write("x".repeat(600));
      response.end("x".repeat(600));
    });
    const endless = await listen((response) => {
      const timer = setInterval(() => response.write("x".repeat(500)), 2);
      response.on("close", () => clearInterval(timer));
    });
    for (const server of [declared, chunked, endless]) {
      await failure(() => send(requestTo(server.url)), "body_too_large");
      expect(server.requests.length).toBe(1);
    }
    await endless.closed();
  });

  it("of exactly the cap is taken", async () => {
    const server = await listen((response) => response.end("é".repeat(500)));
    expect((await send(requestTo(server.url))).body.length).toBe(500);
  });

  it("that is not UTF-8 is refused", async () => {
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0x3c, 0xe9, 0x3e]]) {
      const server = await listen((response) => response.end(Buffer.from(bytes)));
      await failure(() => send(requestTo(server.url)), "malformed_text");
    }
  });

  it("split within a character is put together", async () => {
    const whole = Buffer.from("<a>李😀</a>");
    const server = await listen((response) => {
      for (const byte of whole) response.write(Buffer.from([byte]));
      response.end();
    });
    expect((await send(requestTo(server.url))).body).toBe("<a>李😀</a>");
  });
});
