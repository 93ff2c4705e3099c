// Hours of simulated time with one OPCard client: token calls that fail, tokens that are revoked, clocks that are wrong.
// What a call could have done is known beside the client: from what the gateway gave out, and what was taken back.
import { createRandom } from "./random.mjs";

const SECOND_MS = 1000;
const CALLS_A_SECOND = 50;
const LIFE_MS = 3_600_000;
const START_MS = Date.UTC(2030, 0, 1);
/** What goes wrong, by chance. */
const RATES = { tokenCallFails: 0.3, revocationsAnHour: 3, outagesAnHour: 1, clockJumpsAnHour: 2 };
/** No token call succeeds within an outage; no token is revoked in one, since then no call could succeed. */
const OUTAGE_SECONDS = 180;
const MOST_SKEW_MS = 300_000;

/** Runs some hours. Returns the figures, and what went wrong that must not. */
export async function simulateTokens({ createOpcard, createSandbox }, { hours, seed, log = () => {} }) {
  const random = createRandom(seed);
  const clock = { nowMs: START_MS, skewMs: 0 };
  const figures = {
    hours,
    calls: 0,
    failed: 0,
    "refused first": 0,
    revoked: 0,
    outages: 0,
    "clock jumps": 0,
    "token calls": 0,
    given: 0,
    "at least": 0,
  };
  const faults = [];
  /** When all tokens ended: what was revoked, and the end of the run. */
  const endsMs = [];
  let outageUntilMs = 0;
  const gateway = createLedger(clock);

  const sandbox = await createSandbox({ now: () => clock.nowMs });
  const config = sandbox.opcardConfig();
  const opcard = createOpcard({ ...config, now: () => clock.nowMs + clock.skewMs, fetch: answer });
  const { cardholderId } = await untilDone(() =>
    opcard.cardholders.create({
      firstName: "Ada",
      lastName: "L",
      email: "ada@example.com",
      phone: "5550100",
      phoneAreaCode: "1",
    }),
  );

  /** The way to the gateway. Token calls are the sandbox's own; of the others it answers one in fifty itself. */
  async function answer(url, init) {
    if (url.includes("/oauth/token/")) {
      figures["token calls"]++;
      if (clock.nowMs < outageUntilMs || random.chance(RATES.tokenCallFails)) return failure();
      const response = await config.fetch(url, init);
      if (!response.ok) return response;
      figures.given++;
      const text = await response.text();
      gateway.give(JSON.parse(text).data.access_token);
      return new Response(text, response);
    }
    const isGood = gateway.isGood(new Headers(init.headers).get("authorization"));
    if (!isGood) figures["refused first"]++;
    if (init.method === "POST" || random.chance(1 / CALLS_A_SECOND)) {
      const response = await config.fetch(url, init);
      if ((response.status !== 401) !== isGood) faults.push("the sandbox and the ledger differ about a token");
      return response;
    }
    if (!isGood) return new Response("", { status: 401 });
    return Response.json({ code: "200", msg: "ok", data: { card_holder_id: "1" } });
  }

  /** By chance: no answer, no connection, a page of an error. */
  function failure() {
    const kind = random.pick(["503", "connection", "page"]);
    if (kind === "connection") throw new TypeError("fetch failed");
    return kind === "503" ? new Response("", { status: 503 }) : new Response("<html>", { status: 502 });
  }

  for (let second = 0; second < hours * 3600; second++) {
    const hourly = (times) => random.chance(times / 3600);
    if (clock.nowMs >= outageUntilMs) {
      if (hourly(RATES.outagesAnHour)) {
        outageUntilMs = clock.nowMs + OUTAGE_SECONDS * SECOND_MS;
        figures.outages++;
      } else if (hourly(RATES.revocationsAnHour)) {
        await sandbox.revokeTokens({ refreshTokens: random.chance(0.5) });
        gateway.revokeAll();
        endsMs.push(clock.nowMs);
        figures.revoked++;
      }
    }
    if (hourly(RATES.clockJumpsAnHour)) {
      clock.skewMs = random.between(-MOST_SKEW_MS, MOST_SKEW_MS);
      figures["clock jumps"]++;
    }
    const calls = Array.from({ length: CALLS_A_SECOND }, () => opcard.cardholders.get(cardholderId));
    for (const { status, reason } of await Promise.allSettled(calls)) {
      figures.calls++;
      if (status === "fulfilled") continue;
      figures.failed++;
      faults.push(`at second ${second}: ${reason?.code ?? reason} (${reason?.outcome})`);
    }
    clock.nowMs += SECOND_MS;
    if (second % 3600 === 3599) log(`${(second + 1) / 3600} h: ${JSON.stringify(figures)}`);
  }
  figures["at least"] = leastTokens([...endsMs, clock.nowMs]);
  // Twice the least: a token is renewed ahead of its end, and a refusal may fall on a token that was about to be renewed.
  if (figures.given > figures["at least"] * 2) faults.push(`${figures.given} tokens were given`);
  return { figures, faults };
}

/** What the gateway gave out: an account of it beside the sandbox's own. */
function createLedger(clock) {
  let good = new Map();
  return {
    give: (token) => good.set(token, clock.nowMs + LIFE_MS),
    revokeAll: () => (good = new Map()),
    isGood: (token) => clock.nowMs < (good.get(token) ?? 0),
  };
}

/** How many tokens it takes at the least: as many as there are lives in each time from one end to the next. */
function leastTokens(endsMs) {
  return endsMs.reduce((sum, endMs, i) => sum + Math.ceil((endMs - (endsMs[i - 1] ?? START_MS)) / LIFE_MS), 0);
}

/** The first call may meet a gateway that fails for longer than one call is ready to wait. */
async function untilDone(ask) {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}
