import { describe, expect, it } from "vitest";
import type { CallFault } from "../../../../src/testing/faults.ts";
import type { ApiOperationName } from "../../../../src/testing/operation-name.ts";
import { type ApiWorld, createApiWorld } from "./api-world.ts";
import { everyCall, getReady } from "./every-call.ts";

const OPTIONS = { opccount: { withholdingAccountKeys: ["77"] }, stallMs: 1 };

/** What is seen of each fault: the status, how much of the answer comes, and whether the call was done. */
const FAULTS: readonly (readonly [
  CallFault,
  status: number,
  shown: "all" | "half" | "nothing" | "other",
  isDone: boolean,
])[] = [
  ["timeout-before", 504, "nothing", false],
  ["timeout-during", 200, "half", true],
  ["timeout-after", 504, "nothing", true],
  ["http-500", 500, "other", false],
  ["html-error", 200, "other", false],
  ["truncated-answer", 200, "half", true],
  ["wrong-signature", 200, "all", true],
  ["redirect", 307, "nothing", false],
];

/** What a sandbox holds, for what it has done. */
async function holdings({ sandbox }: ApiWorld): Promise<string> {
  const held = [sandbox.cards(), sandbox.cardholders(), sandbox.disputeFiles(), sandbox.funds(), sandbox.withdrawals()];
  const more = [sandbox.withdrawalAccounts(), sandbox.fundPaymentAccounts(), sandbox.fundPayments()];
  return JSON.stringify(await Promise.all([...held, ...more]));
}

/** The calls that leave something behind which {@link holdings} shows. */
const CHANGES = [
  ...["cards.create", "cardholders.create", "disputes.uploadFile", "withdrawals.apply"],
  ...["withdrawalAccounts.add", "withdrawalAccounts.edit", "fundPayments.addAccount", "fundPayments.apply"],
];

describe.each(Object.keys(everyCall))("%s", (name) => {
  const operation = name as ApiOperationName;

  it.each(FAULTS)("meets %s once: status %i, %s of its answer", async (kind, status, shown, isDone) => {
    const plain = await createApiWorld(OPTIONS);
    const whole = await (await plain.sandbox.fetch(everyCall[name]!(await getReady(plain)))).text();
    const world = await createApiWorld(OPTIONS);
    const ready = await getReady(world);
    const before = await holdings(world);
    world.clock.nowMs += 1000;
    world.sandbox.setFaults([{ kind, operation, times: 1 }]);
    const response = await world.sandbox.fetch(everyCall[name]!(ready));
    const text = await response.text();
    expect(response.status).toBe(status);
    // Answers of two sandboxes differ in what is random, and not in their lengths.
    if (shown === "half")
      expect([text.length, text.slice(0, 7)]).toEqual([Math.floor(whole.length / 2), whole.slice(0, 7)]);
    if (shown === "all")
      expect([text.length, Object.keys(JSON.parse(text))]).toEqual([whole.length, Object.keys(JSON.parse(whole))]);
    if (shown === "nothing") expect(text).toBe("");
    if (shown === "other") expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    if (CHANGES.includes(name)) expect((await holdings(world)) !== before).toBe(isDone);
    expect(world.sandbox.received().at(-1)?.operation).toBe(name);
    // The fault struck once, and no other call would have met it.
    const again = await world.sandbox.fetch(everyCall[name]!(ready));
    expect([again.status, Object.keys((await again.json()) as object)]).toEqual([200, Object.keys(JSON.parse(whole))]);
  });

  it("meets no fault of another call", async () => {
    const world = await createApiWorld(OPTIONS);
    const ready = await getReady(world);
    world.sandbox.setFaults([{ kind: "http-500", operation: name === "funds.list" ? "cards.create" : "funds.list" }]);
    expect((await world.sandbox.fetch(everyCall[name]!(ready))).status).toBe(200);
  });
});

describe("token calls", () => {
  it("are counted also where they met a fault", async () => {
    const world = await createApiWorld({ ...OPTIONS, faults: [{ kind: "http-500", times: 2 }] });
    for (const name of ["tokens.create", "tokens.refresh", "tokens.create"]) {
      await world.sandbox.fetch(everyCall[name]!({ world, access: "", refresh: "x", dispute: "" }));
    }
    expect(world.sandbox.tokenCalls()).toEqual({ create: 2, refresh: 1, refused: 0 });
  });

  it("whose answer is lost have issued their tokens", async () => {
    const world = await createApiWorld({ ...OPTIONS, opcard: { newTokenRevokesOld: true } });
    const { access } = await world.tokens();
    world.sandbox.setFaults([{ kind: "timeout-after", operation: "tokens.create", times: 1 }]);
    await world.sandbox.fetch(everyCall["tokens.create"]!({ world, access: "", refresh: "", dispute: "" }));
    expect((await world.ask("GET", "/card-api/v1/cardholders", { token: access })).status).toBe(401);
  });
});
