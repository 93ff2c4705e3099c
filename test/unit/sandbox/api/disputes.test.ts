import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../card-samples.ts";
import { CARDS as TEST_CARDS, createWorld } from "../shopper.ts";
import { type ApiWorld, createApiWorld, digitsOf, OTHER_APP } from "./api-world.ts";

const LISTS = ["/dispute-api/v1/dispute/list", "/dispute-api/v1/list"];
const DISPUTE = "/dispute-api/v1/dispute";
const FILES = "/files-api/v1/file";

async function createDisputeWorld(options: Parameters<typeof createApiWorld>[0] = {}) {
  const world = await createApiWorld(options);
  return { ...world, token: (await world.tokens()).access };
}

const listed = async (world: ApiWorld & { token: string }, query: Record<string, string>, path = LISTS[0] ?? "") => {
  const { token } = world;
  const { text, json } = await world.ask("GET", path, { token, query });
  return { code: json.code, ids: digitsOf(text, "id"), hasMore: json.code === "200" && json.data.has_more };
};

describe("disputes", () => {
  it.each(LISTS)("are listed at %s by time, kind and page", async (path) => {
    const world = await createDisputeWorld();
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) {
      ids.push(
        await world.sandbox.openDispute({ type: i % 3 === 0 ? "disputes-period" : "dispute", orderNumber: `N${i}` }),
      );
      world.clock.nowMs += 60_000;
    }
    const list = (query: Record<string, string>) => listed(world, query, path);
    expect(await list({})).toEqual({ code: "200", ids: ids.slice(0, 10), hasMore: true });
    expect(await list({ page: "2" })).toEqual({ code: "200", ids: ids.slice(10), hasMore: false });
    expect(await list({ page: "3" })).toEqual({ code: "200", ids: [], hasMore: false });
    expect(await list({ limit: "50" })).toEqual({ code: "200", ids, hasMore: false });
    expect((await list({ limit: "100", type: "disputes-period" })).ids).toEqual(ids.filter((_id, i) => i % 3 === 0));
    // Both ends are included; the gateway's clock is eight hours ahead of UTC.
    const between = { from_created_at: "2030-06-15 20:02:00", to_created_at: "2030-06-15 20:05:00" };
    expect((await list(between)).ids).toEqual(ids.slice(2, 6));
    expect((await list({ from_created_at: "2030-06-15 20:02:01", limit: "50" })).ids).toEqual(ids.slice(3));
    expect((await list({ to_created_at: "2030-06-15 20:01:59" })).ids).toEqual(ids.slice(0, 2));
    // Just as many as a page holds.
    const full = { code: "200", ids: ids.slice(0, 10), hasMore: false };
    expect(await list({ to_created_at: "2030-06-15 20:09:59" })).toEqual(full);
  });

  it.each([
    { limit: "20" },
    { limit: "0" },
    { limit: "1e1" },
    { page: "0" },
    { page: "-1" },
    { page: "x" },
    { type: "chargeback" },
    { from_created_at: "2030-06-15" },
    { from_created_at: "1907755200" },
    { to_created_at: "2030-06-31 00:00:00" },
    { from_created_at: "2030-06-15 20:00:01", to_created_at: "2030-06-15 20:00:00" },
    { cursor: "x" },
    { payment_id: "1" },
  ])("are not listed for %j", async (query) => {
    const world = await createDisputeWorld();
    for (const path of LISTS) expect((await listed(world, query as Record<string, string>, path)).code).toBe("400");
  });

  it("of payments are those of the sandbox, from their opening to their end", async () => {
    const shop = await createWorld();
    const payment = await shop.pay(TEST_CARDS.approve);
    const paymentId = payment.payment_id ?? "";
    const disputeId = await shop.sandbox.dispute(paymentId, { kind: "fraud", amount: "4.00" });
    const { appKey, appSecret } = shop.sandbox.opcardConfig();
    const api = await createApiWorld();
    const world: ApiWorld = { ...api, sandbox: shop.sandbox };
    const send = async (path: string) => {
      const made = await shop.sandbox.fetch(
        new Request("https://sandbox.test/open-api/v1/oauth/token/create", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ app_key: appKey, app_secret: appSecret() }),
        }),
      );
      const { data } = (await made.json()) as { data: { access_token: string } };
      const headers = { authorization: data.access_token };
      return (await world.sandbox.fetch(new Request(`https://sandbox.test${path}`, { headers }))).text();
    };
    const text = await send(`${DISPUTE}/${disputeId}`);
    expect(digitsOf(text, "id")).toEqual([disputeId]);
    expect(digitsOf(text, "payment_id")).toEqual([paymentId]);
    expect(JSON.parse(text).data).toMatchObject({
      type: "dispute",
      reason: "fraud",
      order_number: "A-1",
      currency: "USD",
      amount: "4.00",
      status: "open",
      created_at: "2030-06-15 20:00:00",
    });
    await shop.sandbox.dispute(paymentId, { kind: "fraud", won: true });
    expect(JSON.parse(await send(`${DISPUTE}/${disputeId}`)).data.status).toBe("won");
    expect(digitsOf(await send(LISTS[0] ?? ""), "id")).toEqual([disputeId]);
  });

  it("keep every evidence as it is sent, numbers exact, while they are open", async () => {
    const world = await createDisputeWorld();
    const { ask, token, sandbox } = world;
    const id = await sandbox.openDispute();
    const update = (body: string, about = id) => ask("POST", `${DISPUTE}/${about}/update`, { token, body });
    const first = await update('{"evidence":{"text":"sent by post","file_ids":[1234567890123456789]},"last":true}');
    expect(first.json.code).toBe("200");
    expect(digitsOf(first.text, "id")).toEqual([id]);
    expect((await update('{"evidence":"more"}')).json.code).toBe("200");
    expect((await update("{}")).json.code).toBe("400");
    expect((await update('{"a":1}', "12")).json.code).toBe("404");
    expect(await sandbox.disputeEvidence(id)).toEqual([
      { evidence: { text: "sent by post", file_ids: ["1234567890123456789"] }, last: true },
      { evidence: "more" },
    ]);
    expect(await sandbox.disputeEvidence("12")).toEqual([]);
    expect((await ask("GET", `${DISPUTE}/12`, { token })).json.code).toBe("404");
    expect((await ask("GET", `${DISPUTE}/${id}`, { token, query: { x: "1" } })).json.code).toBe("400");
  });

  it("that have ended take no evidence", async () => {
    const shop = await createWorld({ opcard: { apps: [OTHER_APP] } });
    const paymentId = (await shop.pay(TEST_CARDS.approve)).payment_id ?? "";
    const id = await shop.sandbox.dispute(paymentId);
    await shop.sandbox.dispute(paymentId, { won: false });
    const { fetch, host, appKey, appSecret } = shop.sandbox.opcardConfig();
    const post = async (path: string, body: object, token = "") => {
      const headers = { "content-type": "application/json", authorization: token };
      const response = await fetch(host + path, { method: "POST", headers, body: JSON.stringify(body) });
      return (await response.json()) as { code: string; data: { access_token: string } };
    };
    const { data } = await post("/open-api/v1/oauth/token/create", { app_key: appKey, app_secret: appSecret() });
    expect((await post(`${DISPUTE}/${id}/update`, { a: 1 }, data.access_token)).code).toBe("409");
    expect(await shop.sandbox.disputeEvidence(id ?? "")).toEqual([]);
  });
});

describe("files", () => {
  const PDF = Uint8Array.from({ length: 3000 }, (_byte, i) => (i * 7) % 256);
  const formOf = (...parts: readonly (readonly [string, string | Blob, string?])[]) => {
    const form = new FormData();
    for (const [field, value, name] of parts) {
      if (typeof value === "string") form.append(field, value);
      else form.append(field, value, name ?? "letter.pdf");
    }
    return form;
  };
  const pdf = new Blob([PDF], { type: "application/pdf" });

  it("are uploaded byte for byte, listed page by page, and found by their ids", async () => {
    const { ask, token, sandbox, tokens } = await createDisputeWorld({ opcard: { pageSize: 2 } });
    const ids: string[] = [];
    for (const name of ["one.pdf", "zwei ü.pdf", "three.pdf"]) {
      const { text, json } = await ask("POST", `${FILES}/upload`, {
        token,
        form: formOf(["file", pdf, name], ["purpose", "evidence"]),
      });
      expect(json).toMatchObject({
        code: "200",
        data: { name, type: "application/pdf", size: 3000, created_at: "2030-06-15 20:00:00" },
      });
      ids.push(...digitsOf(text, "id"));
    }
    expect(ids.map(({ length }) => length)).toEqual([19, 19, 19]);
    const sha256 = createHash("sha256").update(PDF).digest("hex");
    expect(await sandbox.disputeFiles()).toMatchObject(
      ["one.pdf", "zwei ü.pdf", "three.pdf"].map((name, i) => ({
        fileId: ids[i],
        name,
        sha256,
        sizeBytes: 3000,
        fields: { purpose: "evidence" },
        createdAtMs: NOW_MS,
      })),
    );
    const first = await ask("GET", `${FILES}/list`, { token });
    expect(digitsOf(first.text, "id")).toEqual(ids.slice(0, 2));
    const rest = await ask("GET", `${FILES}/list`, { token, query: { cursor: String(first.json.data.next_cursor) } });
    expect([digitsOf(rest.text, "id"), rest.json.data.has_more]).toEqual([ids.slice(2), false]);
    const got = await ask("GET", `${FILES}/${ids[1]}`, { token });
    expect([digitsOf(got.text, "id"), got.json.data.name]).toEqual([[ids[1]], "zwei ü.pdf"]);
    const { access: other } = await tokens(OTHER_APP);
    for (const [id, by] of [
      ["1", token],
      [ids[1], other],
    ]) {
      expect((await ask("GET", `${FILES}/${id}`, { token: by })).json.code).toBe("404");
    }
    expect((await ask("GET", `${FILES}/list`, { token: other })).json.data.data).toEqual([]);
  });

  it.each([
    ["none", formOf(["purpose", "evidence"])],
    ["text in its place", formOf(["file", "letter"])],
    ["another field", formOf(["document", pdf])],
    ["two", formOf(["file", pdf], ["file", pdf])],
    ["an empty one", formOf(["file", new Blob([])])],
  ])("are refused: %s", async (_what, form) => {
    const { ask, token, sandbox } = await createDisputeWorld();
    const { status, json } = await ask("POST", `${FILES}/upload`, { token, form });
    expect([status, json.code]).toEqual([200, "400"]);
    expect(await sandbox.disputeFiles()).toEqual([]);
  });

  it("are refused where the form is none, says a thing twice, or is longer than 16 MB", async () => {
    const { ask, token } = await createDisputeWorld();
    const upload = (asked: Parameters<typeof ask>[2]) => ask("POST", `${FILES}/upload`, { token, ...asked });
    const broken = { headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--y\r\n" };
    expect((await upload(broken)).status).toBe(400);
    expect((await upload({ form: formOf(["file", pdf], ["a", "1"], ["a", "2"]) })).status).toBe(400);
    expect((await upload({ form: formOf(["file", new Blob([new Uint8Array(16 * 1024 * 1024)])]) })).status).toBe(400);
    expect((await upload({ form: formOf(["file", new Blob([new Uint8Array(15 * 1024 * 1024)])]) })).json.code).toBe(
      "200",
    );
  });
});
