import { describe, expect, test } from "vitest";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import type { ClaimAnswer, Work } from "../../../src/inbox/order-record.ts";
import type { PaymentState } from "../../../src/inbox/payment-states.ts";

const ORDER = "900001/90000101/A-1";
const LEASE_MS = 60_000;
/** Ids as the gateway's: 20 digits, of which a cut can show fewer, or more. */
const [FIRST, SECOND, THIRD] = ["12111111111111111111", "12222222222222222222", "12333333333333333333"] as const;

/** A store with a clock that stands still, and the words its rules are told in. */
function openOrder() {
  const clock = { nowMs: 1_800_000_000_000 };
  const store = createMemoryStore({ now: () => clock.nowMs });
  const claim = (work: Work, leaseMs = LEASE_MS) => store.claim(ORDER, work, leaseMs);
  const end = ({ key, token }: Claimed) => store.complete({ order: ORDER, key, token });
  return {
    store,
    claim,
    wait: (ms: number) => (clock.nowMs += ms),
    tell: (state: PaymentState, paymentId: string, signature?: string) =>
      claim({ key: signature ?? `payment/${paymentId}/${state}`, item: "x", payment: { state, paymentId, signature } }),
    end,
    resume: (key: string, leaseMs = LEASE_MS) => store.resume({ order: ORDER, key }, leaseMs),
    release: ({ key, token }: Claimed, pauseMs: number) => store.release({ order: ORDER, key, token }, pauseMs),
    due: async () => (await store.due(100)).map(({ key }) => key),
    /** Tells it and lets it take effect. */
    run: async (state: PaymentState, paymentId: string, signature?: string) => {
      const key = signature ?? `payment/${paymentId}/${state}`;
      const answer = claimed(await claim({ key, item: "x", payment: { state, paymentId, signature } }));
      expect(await end(answer)).toBe(true);
      return answer;
    },
  };
}

type Claimed = ClaimAnswer & { readonly kind: "claimed" };

function claimed(answer: ClaimAnswer): Claimed {
  if (answer.kind !== "claimed") throw new Error(`it is ${answer.kind}`);
  return answer;
}

const fact = (key: string): Work => ({ key, item: `item of ${key}` });
const question = (key: string): Work => ({ key, item: "why", isQuestion: true });
const hint = (key: string): Work => ({ ...question(key), isHint: true });

describe("a lease", () => {
  test("is one worker's until it ends", async () => {
    const { claim, wait, resume } = openOrder();
    expect(claimed(await claim(fact("a")))).toMatchObject({ key: "a", attempt: 1, item: "item of a" });
    expect(await claim(fact("a"))).toEqual({ kind: "held" });
    wait(LEASE_MS - 1);
    expect(await resume("a")).toEqual({ kind: "held" });
    wait(1);
    expect(claimed(await resume("a")).attempt).toBe(2);
  });

  test("that ended and was not taken over can still be completed", async () => {
    const { claim, wait, end, due } = openOrder();
    const first = claimed(await claim(fact("a")));
    wait(LEASE_MS);
    expect(await due()).toEqual(["a"]);
    expect(await end(first)).toBe(true);
    expect(await due()).toEqual([]);
  });

  test("that was taken over neither completes nor gives back", async () => {
    const { claim, wait, end, release } = openOrder();
    const first = claimed(await claim(fact("a")));
    wait(LEASE_MS);
    const second = claimed(await claim(fact("a")));
    expect(await end(first)).toBe(false);
    expect(await release(first, 0)).toBe(false);
    expect(await end(second)).toBe(true);
    expect(await end(second)).toBe(false);
  });

  test("is not opened by an empty token", async () => {
    const { claim, end, release, due } = openOrder();
    const first = claimed(await claim(fact("a")));
    expect(await end({ ...first, token: "" })).toBe(false);
    await release(first, 0);
    // Nobody holds it now, and its token is empty.
    expect(await end({ ...first, token: "" })).toBe(false);
    expect(await due()).toEqual(["a"]);
  });

  test("that was given back is due after the pause", async () => {
    const { claim, wait, release, due } = openOrder();
    await release(claimed(await claim(fact("a"))), 500);
    expect(await due()).toEqual([]);
    wait(500);
    expect(await due()).toEqual(["a"]);
  });

  test("of no time only stores", async () => {
    const { claim, due } = openOrder();
    expect(await claim(fact("a"), 0)).toEqual({ kind: "held" });
    expect(await due()).toEqual(["a"]);
    expect(claimed(await claim(fact("a"))).attempt).toBe(1);
  });
});

describe("the effects of one order", () => {
  test("run one at a time, and the next is due when one has ended", async () => {
    const { claim, end, due, resume } = openOrder();
    const first = claimed(await claim(fact("a")));
    expect(await claim(fact("b"))).toEqual({ kind: "held" });
    expect(await due()).toEqual([]);
    await end(first);
    expect(await due()).toEqual(["b"]);
    expect(claimed(await resume("b")).attempt).toBe(1);
  });

  test("do not wait for the pause of another", async () => {
    const { claim, release, due } = openOrder();
    const first = claimed(await claim(fact("a")));
    await claim(fact("b"));
    await release(first, 3_600_000);
    expect(await due()).toEqual(["b"]);
  });

  test("are done once, by whatever message", async () => {
    const { tell, end } = openOrder();
    const first = claimed(await tell("approved", FIRST, "s1"));
    expect(await tell("approved", FIRST, "s2")).toEqual({ kind: "held" });
    await end(first);
    expect(await tell("approved", FIRST, "s1")).toEqual({ kind: "done" });
    expect(await tell("approved", FIRST, "s2")).toEqual({ kind: "done" });
    expect(await tell("approved", FIRST)).toEqual({ kind: "done" });
  });

  test("another message takes over what the first began", async () => {
    const { tell, wait } = openOrder();
    await tell("approved", FIRST, "s1");
    wait(LEASE_MS);
    expect(claimed(await tell("approved", FIRST, "s2"))).toMatchObject({ key: "s1", attempt: 2 });
  });
});

describe("a payment", () => {
  test.each([
    ["pending", "authorised"],
    ["pending", "declined"],
    ["authorised", "declined"],
    ["declined", "approved"],
    ["pending", "approved"],
    ["authorised", "approved"],
  ] as const)("goes from %s to %s, and not back", async (before, after) => {
    const { run, tell } = openOrder();
    await run(before, FIRST, "s1");
    await run(after, FIRST, "s2");
    expect(await tell(before, FIRST, "s3")).toEqual({ kind: "superseded" });
  });

  test("that went on while its lower state waited lets that go", async () => {
    const { claim, tell, end, resume } = openOrder();
    const other = claimed(await claim(fact("refund")));
    expect(await tell("pending", FIRST, "s1")).toEqual({ kind: "held" });
    expect(await tell("approved", FIRST, "s2")).toEqual({ kind: "held" });
    await end(other);
    expect(await resume("s1")).toEqual({ kind: "superseded" });
    expect(claimed(await resume("s2")).paidBy).toBeUndefined();
  });

  test("that was approved is approved, whatever comes late", async () => {
    const { run, tell } = openOrder();
    await run("approved", FIRST, "s1");
    for (const state of ["pending", "authorised", "declined"] as const) {
      expect(await tell(state, FIRST, `late ${state}`)).toEqual({ kind: "superseded" });
      expect(await tell(state, SECOND, `other ${state}`)).toEqual({ kind: "superseded" });
    }
  });

  test("is one under every cut of its id", async () => {
    const { run, tell } = openOrder();
    await run("approved", FIRST, "s1");
    for (const id of [FIRST.slice(1), FIRST.slice(2), `11${FIRST}`]) {
      expect(await tell("approved", id)).toEqual({ kind: "done" });
      expect(await tell("declined", id)).toEqual({ kind: "superseded" });
    }
  });

  test("is another one where an id ends otherwise, or is too short to tell", async () => {
    const { run } = openOrder();
    await run("approved", FIRST, "s1");
    expect((await run("approved", `${FIRST.slice(0, -1)}9`, "s2")).paidBy).toBe(FIRST);
    expect((await run("approved", FIRST.slice(3), "s3")).paidBy).toBe(FIRST);
  });
});

describe("a second payment of an order", () => {
  test("approved, is a double of the first", async () => {
    const { run, tell } = openOrder();
    expect((await run("approved", FIRST, "s1")).paidBy).toBeUndefined();
    expect((await run("approved", SECOND, "s2")).paidBy).toBe(FIRST);
    expect((await run("approved", THIRD)).paidBy).toBe(FIRST);
    expect(await tell("approved", SECOND, "s2")).toEqual({ kind: "done" });
  });

  test("is a double also where the first has not taken effect yet", async () => {
    const { tell, wait, resume } = openOrder();
    await tell("approved", FIRST, "s1");
    expect(await tell("approved", SECOND, "s2")).toEqual({ kind: "held" });
    wait(LEASE_MS);
    expect(claimed(await resume("s2")).paidBy).toBe(FIRST);
  });

  test("with the same signature is the same message, whatever id it shows", async () => {
    const { run, tell } = openOrder();
    await run("approved", FIRST, "s1");
    expect(await tell("approved", SECOND, "s1")).toEqual({ kind: "done" });
  });

  test("declined, says nothing while another is held or open", async () => {
    for (const state of ["pending", "authorised"] as const) {
      const { run, tell } = openOrder();
      await run(state, FIRST, "s1");
      expect(await tell("declined", SECOND, "s2")).toEqual({ kind: "superseded" });
    }
  });

  test("approved, counts after another was declined", async () => {
    const { run } = openOrder();
    await run("declined", FIRST, "s1");
    expect((await run("approved", SECOND, "s2")).paidBy).toBeUndefined();
  });

  test("that is only open does not hide that held money is held no more", async () => {
    const { run } = openOrder();
    await run("pending", SECOND, "s1");
    await run("authorised", FIRST, "s2");
    await run("declined", FIRST, "s3");
  });
});

describe("a question", () => {
  test("may be asked again as soon as it is answered", async () => {
    const { claim, end, due } = openOrder();
    await end(claimed(await claim(question("q"))));
    expect(await due()).toEqual([]);
    expect(claimed(await claim(question("q"))).attempt).toBe(1);
  });

  test("that anybody can bring up may be asked again a minute after it was answered", async () => {
    const { claim, end, due, wait } = openOrder();
    await end(claimed(await claim(hint("q"))));
    expect(await due()).toEqual([]);
    wait(59_999);
    expect(await claim(hint("q"))).toEqual({ kind: "held" });
    expect(await due()).toEqual([]);
    wait(1);
    expect(await due()).toEqual(["q"]);
    expect(claimed(await claim(hint("q"))).attempt).toBe(1);
  });

  test.each([
    ["at once", question, 0],
    ["after a minute, of a hint", hint, 60_000],
  ] as const)("is asked again where that was wished while it was answered: %s", async (_name, make, pauseMs) => {
    const { claim, end, due, wait } = openOrder();
    const first = claimed(await claim(make("q")));
    expect(await claim(make("q"))).toEqual({ kind: "held" });
    await end(first);
    expect(await due()).toEqual(pauseMs === 0 ? ["q"] : []);
    wait(pauseMs);
    expect(await due()).toEqual(["q"]);
    await end(claimed(await claim(make("q"))));
    wait(3_600_000);
    expect(await due()).toEqual([]);
  });

  test("that ended lets the next one go on", async () => {
    for (const isWished of [false, true]) {
      const { claim, end, resume } = openOrder();
      const first = claimed(await claim(question("q")));
      if (isWished) await claim(question("q"));
      expect(await claim(question("r"))).toEqual({ kind: "held" });
      await end(first);
      expect(claimed(await resume("r")).attempt).toBe(1);
    }
  });

  test("need not be asked once the order has been told what it is to confirm", async () => {
    const { claim, run, tell } = openOrder();
    const confirms = { state: "approved", paymentId: FIRST, signature: "s1" } as const;
    await run("approved", FIRST, "s1");
    expect(await claim({ ...question("q"), confirms })).toEqual({ kind: "done" });
    expect(await claim({ ...question("r"), confirms: { ...confirms, state: "declined" } })).toEqual({
      kind: "superseded",
    });
    const other = { state: "approved", paymentId: SECOND, signature: "s2" } as const;
    expect(claimed(await claim({ ...question("t"), confirms: other })).key).toBe("t");
    // What is to be confirmed is told by nobody yet.
    expect(claimed(await tell("approved", SECOND, "s2")).paidBy).toBe(FIRST);
  });

  test("and an effect do not wait for each other, two questions do", async () => {
    const { claim } = openOrder();
    expect((await claim(question("q"))).kind).toBe("claimed");
    expect((await claim(fact("a"))).kind).toBe("claimed");
    expect((await claim(question("r"))).kind).toBe("held");
  });

  test("that pauses is not asked before its time", async () => {
    const { claim, release, wait } = openOrder();
    await release(claimed(await claim(question("q"))), 500);
    expect(await claim(question("q"))).toEqual({ kind: "held" });
    wait(500);
    expect((await claim(question("q"))).kind).toBe("claimed");
  });

  test("that a hint brings up is refused where eight are open; another one, and an effect, never are", async () => {
    const { claim } = openOrder();
    for (let at = 0; at < 8; at++) expect((await claim(hint(`q${at}`))).kind).not.toBe("full");
    expect(await claim(hint("q8"))).toEqual({ kind: "full" });
    expect((await claim(hint("q0"))).kind).toBe("held");
    expect((await claim(question("q9"))).kind).toBe("held");
    expect((await claim(fact("a"))).kind).toBe("claimed");
  });
});
