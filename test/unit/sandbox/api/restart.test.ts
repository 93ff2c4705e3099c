import { describe, expect, it } from "vitest";
import { createSandboxStore } from "../../../../src/testing/sandbox-store.ts";
import { APP, createApiWorld, HOLDERS, OTHER_APP, REFRESH } from "./api-world.ts";
import { everyCall, getReady } from "./every-call.ts";

describe("a sandbox that starts again over its store", () => {
  it("has its tokens, cards, holders, disputes, files, funds and accounts still", async () => {
    const store = createSandboxStore();
    const options = { store, opccount: { withholdingAccountKeys: ["77"] } };
    const world = await createApiWorld(options);
    const ready = await getReady(world);
    for (const [name, make] of Object.entries(everyCall)) {
      if (name !== "tokens.refresh") await world.sandbox.fetch(make(ready));
    }
    const viewsOf = async ({ sandbox }: typeof world) => ({
      cards: await sandbox.cards(),
      holders: await sandbox.cardholders(),
      evidence: await sandbox.disputeEvidence(ready.dispute),
      files: await sandbox.disputeFiles(),
      funds: await sandbox.funds(),
      withdrawals: await sandbox.withdrawals(),
      accounts: await sandbox.withdrawalAccounts(),
      payees: await sandbox.fundPaymentAccounts(),
      payments: await sandbox.fundPayments(),
    });
    const before = await viewsOf(world);
    for (const [name, view] of Object.entries(before))
      expect([name, JSON.stringify(view).length > 2]).toEqual([name, true]);
    expect(before.funds).toEqual({ USD: "9900.00", EUR: "10000.00" });
    const again = await createApiWorld(options);
    expect(await viewsOf(again)).toEqual(before);
    expect((await again.ask("GET", HOLDERS, { token: ready.access })).json.code).toBe("200");
    const refreshed = await again.ask("POST", REFRESH, { body: JSON.stringify({ refresh_token: ready.refresh }) });
    expect(refreshed.json.code).toBe("200");
    expect(again.sandbox.tokenCalls()).toEqual({ create: 0, refresh: 1, refused: 0 });
    // What it makes from now on has ids of its own.
    await again.sandbox.fetch(everyCall["cards.create"]!(ready));
    expect(new Set((await again.sandbox.cards()).map(({ cardId }) => cardId)).size).toBe(2);
  });

  it("keeps no token and no secret in its store, and forgets tokens that ended", async () => {
    const store = createSandboxStore();
    const world = await createApiWorld({ store });
    const { access, refresh } = await world.tokens();
    const entries = async () => [...(await store.list({ prefix: "" }))];
    const text = JSON.stringify(await entries());
    for (const secret of [access, refresh, APP.appSecret]) expect(text).not.toContain(secret);
    const count = (await entries()).length;
    for (let day = 0; day < 60; day++) {
      world.clock.nowMs += 86_400_000;
      await world.tokens();
    }
    // Access tokens live an hour, refresh tokens 30 days.
    expect((await entries()).length - count).toBeLessThanOrEqual(30);
  });

  it("refuses the tokens of an app that is no longer there", async () => {
    const store = createSandboxStore();
    const { access: token } = await (await createApiWorld({ store })).tokens();
    const again = await createApiWorld({ store, opcard: { apps: [OTHER_APP] } });
    expect((await again.ask("GET", HOLDERS, { token })).status).toBe(401);
  });
});
