import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../card-samples.ts";
import { type ApiWorld, APP, CREATE, createApiWorld, HOLDERS, OTHER_APP, REFRESH } from "./api-world.ts";

const create = (world: ApiWorld, body: unknown) => world.ask("POST", CREATE, { body: JSON.stringify(body) });
const refresh = (world: ApiWorld, refresh_token: unknown) =>
  world.ask("POST", REFRESH, { body: JSON.stringify({ refresh_token }) });
const statusOf = async (world: ApiWorld, token?: string) => (await world.ask("GET", HOLDERS, { token })).status;
const GOOD = { app_key: APP.appKey, app_secret: APP.appSecret };

describe("token/create", () => {
  it("gives an access token and a refresh token of the documented sample's shape", async () => {
    const world = await createApiWorld();
    const { status, json } = await create(world, GOOD);
    expect([status, json.code, Object.keys(json)]).toEqual([200, "200", ["code", "msg", "trace_id", "data"]]);
    expect(Object.keys(json.data)).toEqual(["access_token", "refresh_token", "expires_in"]);
    expect(json.data.expires_in).toBe(3600);
    expect(json.data.access_token).toMatch(/^[\w-]{64}$/);
    const [head = "", tail = "", ...rest] = String(json.data.refresh_token).split(".");
    expect(rest).toEqual([]);
    expect(Buffer.from(tail, "base64url").length).toBe(64);
    const signed = JSON.parse(Buffer.from(head, "base64url").toString());
    expect(Object.keys(signed)).toEqual(["op_id", "sign_date"]);
    expect(signed.sign_date).toBe(NOW_MS / 1000);
    expect(`${head}${json.data.access_token}`).not.toContain(APP.appKey);
    expect(await statusOf(world, json.data.access_token)).toBe(200);
    const again = await create(world, GOOD);
    expect(again.json.data.access_token).not.toBe(json.data.access_token);
    expect(again.json.trace_id).not.toBe(json.trace_id);
  });

  it.each([
    ["a wrong secret", { ...GOOD, app_secret: "secret-of-the-apq" }, "401"],
    ["a longer secret", { ...GOOD, app_secret: `${APP.appSecret}x` }, "401"],
    ["the secret of another app", { ...GOOD, app_secret: OTHER_APP.appSecret }, "401"],
    ["an unknown app", { ...GOOD, app_key: "nobody" }, "401"],
    ["no secret", { app_key: APP.appKey }, "400"],
    ["an empty secret", { ...GOOD, app_secret: "" }, "400"],
    ["a secret that is a number", { ...GOOD, app_secret: 12 }, "400"],
    ["a number as key", { ...GOOD, app_key: 20 }, "400"],
    ["a member that is not known", { ...GOOD, grant_type: "client" }, "400"],
    ["nothing", {}, "400"],
  ])("refuses %s", async (_what, body, code) => {
    const world = await createApiWorld();
    const { status, json } = await create(world, body);
    expect([status, json.code, json.data]).toEqual([200, code, null]);
    expect(world.sandbox.tokenCalls()).toEqual({ create: 1, refresh: 0, refused: 1 });
  });

  it.each([["[]"], ["3"], ["null"], ["{"], ['{"app_key":"a","app_key":"b"}'], [""]])(
    "answers %s with status 400",
    async (body) => {
      const world = await createApiWorld();
      expect((await world.ask("POST", CREATE, { body })).status).toBe(400);
      expect(world.sandbox.tokenCalls().create).toBe(0);
    },
  );

  it.each([
    ["top", "token", "expires_at"],
    ["top", "access_token", "none"],
    ["data", "token", "expires_in"],
  ] as const)("has its tokens at %s as %s with %s, where it is told so", async (tokensAt, tokenName, tokenEnd) => {
    const world = await createApiWorld({ opcard: { tokensAt, tokenName, tokenEnd, tokenLifeMs: 90_500 } });
    const { json } = await create(world, GOOD);
    const place = (tokensAt === "top" ? json : json.data) as Record<string, unknown>;
    const ends = { expires_in: 90, expires_at: NOW_MS / 1000 + 90, none: undefined };
    const names = ["expires_in", "expires_at"].filter((name) => name in place);
    expect(names).toEqual(tokenEnd === "none" ? [] : [tokenEnd]);
    expect(place[tokenEnd]).toBe(ends[tokenEnd]);
    expect("access_token" in place && "token" in place).toBe(false);
    expect(await statusOf(world, String(place[tokenName]))).toBe(200);
    if (tokensAt === "top") expect(json.data).toBe(null);
  });
});

describe("a token", () => {
  it("is refused where it is missing, changed, another's kind, or has a scheme before it", async () => {
    const world = await createApiWorld();
    const { access, refresh: other } = await world.tokens();
    for (const token of [
      undefined,
      "",
      `Bearer ${access}`,
      `bearer ${access}`,
      `${access}x`,
      access.slice(1),
      other,
      "x",
    ]) {
      const { status, json } = await world.ask("GET", HOLDERS, { token });
      expect([status, json.code, json.data]).toEqual([401, "401", null]);
    }
    expect(await statusOf(world, access)).toBe(200);
  });

  it("that is no good is refused by code, where it is told so", async () => {
    const world = await createApiWorld({ opcard: { refusesWith: "code" } });
    const { status, json } = await world.ask("GET", HOLDERS, { token: "x" });
    expect([status, json.code]).toEqual([200, "401"]);
  });

  it("is good for 60 minutes by the sandbox's clock, and not a millisecond longer", async () => {
    const world = await createApiWorld();
    const { access } = await world.tokens();
    world.clock.nowMs += 3_600_000 - 1;
    expect(await statusOf(world, access)).toBe(200);
    world.clock.nowMs += 1;
    expect(await statusOf(world, access)).toBe(401);
  });

  it("lives as long as it is told", async () => {
    const world = await createApiWorld({ opcard: { tokenLifeMs: 5000 } });
    const { access } = await world.tokens();
    world.clock.nowMs += 4999;
    expect(await statusOf(world, access)).toBe(200);
    world.clock.nowMs += 1;
    expect(await statusOf(world, access)).toBe(401);
  });

  it("is ended by an operator: of one app or of all, with refresh tokens or without", async () => {
    const world = await createApiWorld();
    const [one, other] = [await world.tokens(), await world.tokens(OTHER_APP)];
    await world.sandbox.revokeTokens({ appKey: APP.appKey });
    expect([await statusOf(world, one.access), await statusOf(world, other.access)]).toEqual([401, 200]);
    const renewed = (await refresh(world, one.refresh)).json.data;
    await world.sandbox.revokeTokens();
    expect([await statusOf(world, renewed.access_token), await statusOf(world, other.access)]).toEqual([401, 401]);
    await world.sandbox.revokeTokens({ appKey: OTHER_APP.appKey, refreshTokens: true });
    expect((await refresh(world, other.refresh)).json.code).toBe("401");
    expect((await refresh(world, renewed.refresh_token)).json.code).toBe("200");
  });
});

describe("token/refresh", () => {
  it("gives new tokens, and ends the refresh token that was used alone", async () => {
    const world = await createApiWorld();
    const first = await world.tokens();
    const { json } = await refresh(world, first.refresh);
    expect(json.code).toBe("200");
    expect(json.data.refresh_token).not.toBe(first.refresh);
    expect(await statusOf(world, json.data.access_token)).toBe(200);
    expect(await statusOf(world, first.access)).toBe(200);
    expect((await refresh(world, first.refresh)).json.code).toBe("401");
    expect((await refresh(world, json.data.refresh_token)).json.code).toBe("200");
    expect(world.sandbox.tokenCalls()).toEqual({ create: 1, refresh: 3, refused: 1 });
  });

  it("refuses what is no refresh token, and one that is too old", async () => {
    const world = await createApiWorld({ opcard: { refreshTokenLifeMs: 7_200_000 } });
    const { access, refresh: token } = await world.tokens();
    for (const wrong of [access, "x", `${token}x`]) expect((await refresh(world, wrong)).json.code).toBe("401");
    for (const wrong of ["", 5, null]) expect((await refresh(world, wrong)).json.code).toBe("400");
    world.clock.nowMs += 7_200_000 - 1;
    const { json } = await refresh(world, token);
    expect(json.code).toBe("200");
    world.clock.nowMs += 7_200_000;
    expect((await refresh(world, json.data.refresh_token)).json.code).toBe("401");
  });

  it("gives each refresh token to one of two that come at once", async () => {
    const world = await createApiWorld();
    const { refresh: token } = await world.tokens();
    const both = await Promise.all([refresh(world, token), refresh(world, token)]);
    expect(both.map(({ json }) => json.code).sort()).toEqual(["200", "401"]);
  });
});

describe("a new token", () => {
  it.each([
    [false, 200, "200"],
    [true, 401, "401"],
  ])("ends those before it: %s", async (newTokenRevokesOld, status, code) => {
    for (const renew of ["create", "refresh"] as const) {
      const world = await createApiWorld({ opcard: { newTokenRevokesOld } });
      const [first, second, other] = [await world.tokens(), await world.tokens(), await world.tokens(OTHER_APP)];
      expect(await statusOf(world, first.access)).toBe(status);
      expect(await statusOf(world, second.access)).toBe(200);
      const third = (renew === "create" ? await create(world, GOOD) : await refresh(world, second.refresh)).json.data;
      expect(await statusOf(world, third.access_token)).toBe(200);
      expect(await statusOf(world, second.access)).toBe(status);
      expect((await refresh(world, first.refresh)).json.code).toBe(code);
      // Never another app's.
      expect(await statusOf(world, other.access)).toBe(200);
      expect((await refresh(world, other.refresh)).json.code).toBe("200");
    }
  });
});
