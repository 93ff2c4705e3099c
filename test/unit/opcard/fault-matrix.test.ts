import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { OpcardClient } from "../../../src/edge/opcard-client.ts";
import { isOceanpaymentError, type OceanpaymentError } from "../../../src/errors.ts";
import type { Fetch } from "../../../src/http/send.ts";
import { CALL_FAULTS, type CallFault } from "../../../src/testing/faults.ts";
import type { Sandbox } from "../../../src/testing/sandbox.ts";
import { opcardOperations, type OpcardOperationName } from "../../../src/wire/api-operations.ts";
import { all, CARD, HOLDER, openSandbox } from "./opcard-shop.ts";

/** A sandbox brought to where every call can be made, with the ids of what is there. */
interface Ready {
  readonly holder: string;
  readonly dispute: string;
  readonly file: string;
}

/** Every call, on what is there, and what it returns when nothing goes wrong. */
const ROWS: Readonly<
  Record<OpcardOperationName, (client: OpcardClient, ready: Ready, options: object) => Promise<unknown>>
> = {
  "tokens.create": ({ tokens }, _ready, options) => tokens.create(options),
  "tokens.refresh": ({ tokens }, _ready, options) => tokens.refresh(options),
  "cards.create": ({ cards }, { holder }, options) => cards.create({ ...CARD, cardholderId: holder }, options),
  "cardholders.create": ({ cardholders }, _ready, options) =>
    cardholders.create({ ...HOLDER, lastName: "King" }, options),
  "cardholders.list": ({ cardholders }, _ready, options) => all(cardholders.list(options)),
  "cardholders.get": ({ cardholders }, { holder }, options) => cardholders.get(holder, options),
  "cardholders.update": ({ cardholders }, { holder }, options) =>
    cardholders.update({ cardholderId: holder, lastName: "King" }, options),
  "disputes.list": ({ disputes }, _ready, options) => all(disputes.list({}, options)),
  "disputes.listShort": ({ disputes }, _ready, options) => all(disputes.list({}, options)),
  "disputes.get": ({ disputes }, { dispute }, options) => disputes.get(dispute, options),
  "disputes.update": ({ disputes }, { dispute }, options) =>
    disputes.update({ disputeId: dispute, evidence: { words: "it was sent" } }, options),
  "disputes.uploadFile": ({ disputes }, _ready, options) =>
    disputes.uploadFile({ name: "b.txt", content: new Blob(["words"]) }, options),
  "disputes.listFiles": ({ disputes }, _ready, options) => all(disputes.listFiles({}, options)),
  "disputes.getFile": ({ disputes }, { file }, options) => disputes.getFile(file, options),
};

/** What each fault comes to, by hand: of a change and of a query, and whether the gateway does what a change asks. */
const FAULTS: Readonly<Record<CallFault, { change: string; query: string; once: string; isDone: boolean }>> = {
  "timeout-before": {
    change: "timeout, unknown",
    query: "timeout, unchanged",
    once: "told by the second",
    isDone: false,
  },
  "timeout-during": {
    change: "timeout, unknown",
    query: "timeout, unchanged",
    once: "told by the second",
    isDone: true,
  },
  "timeout-after": {
    change: "timeout, unknown",
    query: "timeout, unchanged",
    once: "told by the second",
    isDone: true,
  },
  "http-500": {
    change: "http_status 500, unknown",
    query: "http_status 500, unchanged",
    once: "told by the second",
    isDone: false,
  },
  "html-error": {
    change: "malformed_json, unknown",
    query: "malformed_json, unchanged",
    once: "malformed_json, unchanged",
    isDone: false,
  },
  "truncated-answer": {
    change: "malformed_json, unknown",
    query: "malformed_json, unchanged",
    once: "malformed_json, unchanged",
    isDone: true,
  },
  // JSON has no signature that could be wrong.
  "wrong-signature": { change: "told", query: "told", once: "told", isDone: true },
  redirect: {
    change: "redirected 307, unknown",
    query: "redirected 307, unchanged",
    once: "redirected 307, unchanged",
    isDone: false,
  },
};

const NAMES = Object.keys(ROWS) as readonly OpcardOperationName[];
const isQuery = (name: OpcardOperationName) => opcardOperations[name].effect === "query";
const resources = NAMES.filter((name) => !name.startsWith("tokens."));

/** What the gateway keeps of a merchant's doing, without what differs from run to run. */
async function holdings(sandbox: Sandbox, { dispute }: Ready): Promise<string> {
  const cards = (await sandbox.cards()).map(({ name, programValue, validityTime }) => [
    name,
    programValue,
    validityTime,
  ]);
  const holders = (await sandbox.cardholders()).map(({ firstName, lastName, email }) => [firstName, lastName, email]);
  const files = (await sandbox.disputeFiles()).map(({ name, sha256, fields }) => [name, sha256, fields]);
  return JSON.stringify({ cards, holders, files, evidence: await sandbox.disputeEvidence(dispute) });
}

async function openReady() {
  const shop = await openSandbox();
  const client = shop.clientWith();
  const { cardholderId: holder } = await client.cardholders.create(HOLDER);
  const { fileId = "" } = await client.disputes.uploadFile({ name: "a.txt", content: new Blob(["first words"]) });
  return { ...shop, ready: { holder, dispute: await shop.sandbox.openDispute(), file: fileId } };
}

/** Makes a call that meets a fault. Returns what its caller learns, how often it was sent, and what became of the holdings. */
async function strike(name: OpcardOperationName, kind: CallFault, times?: number) {
  const { sandbox, clientWith, ready } = await openReady();
  const atGateway: Promise<Response>[] = [];
  const fetch: Fetch = (url, init) => {
    const answer = sandbox.fetch(new Request(url, init));
    atGateway.push(answer);
    return answer;
  };
  const client = clientWith({
    fetch,
    timeoutMs: timeoutOf(kind, times),
    ...(name === "disputes.listShort" && { assume: { disputeListPath: "list" } }),
  });
  // A token is there: what is struck is the call.
  await client.tokens.create({ timeoutMs: 15_000 });
  const before = await holdings(sandbox, ready);
  const countSent = () => sandbox.received().filter(({ operation }) => operation === name).length;
  const sentBefore = countSent();
  sandbox.setFaults([{ kind, operation: name, ...(times && { times }) }]);
  // Where the fault lasts, no time is left for a second one.
  const budget = isQuery(name) ? { budgetMs: times ? 15_000 : 510 } : {};
  const error = await ROWS[name](client, ready, budget).then(() => undefined, (thrown: unknown) => thrown); // prettier-ignore
  if (error !== undefined && !isOceanpaymentError(error)) throw error;
  await Promise.allSettled(atGateway);
  sandbox.setFaults([]);
  const sent = countSent() - sentBefore;
  return { error, sent, before, after: await holdings(sandbox, ready), sandbox, client };
}

/** The gateway keeps its callers waiting for a minute. Where the fault passes, far beyond what the second call takes here. */
function timeoutOf(kind: CallFault, times?: number): number {
  if (!kind.startsWith("timeout")) return 15_000;
  return times ? 2000 : 500;
}

function inWords(error: OceanpaymentError | undefined): string {
  if (error === undefined) return "told";
  const { code, status, outcome } = error;
  return `${code}${status === undefined || status === 200 ? "" : ` ${status}`}, ${outcome}`;
}

describe("the table of OPCard's calls and faults", () => {
  it("has a row for every call, and a column for every fault of the gateway", () => {
    expect([...NAMES].sort()).toEqual(Object.keys(opcardOperations).sort());
    expect(Object.keys(FAULTS).sort()).toEqual([...CALL_FAULTS].sort());
  });
});

describe.concurrent("a change that meets a fault", () => {
  it.each(resources.filter((name) => !isQuery(name)))("%s is sent once, and what it is told is true", async (name) => {
    // What the call does where nothing goes wrong.
    const { sandbox, clientWith, ready } = await openReady();
    const untouched = await holdings(sandbox, ready);
    await ROWS[name](clientWith(), ready, {});
    const done = await holdings(sandbox, ready);
    expect(done).not.toBe(untouched);
    const struck = await Promise.all(CALL_FAULTS.map((kind) => strike(name, kind)));
    const cells = struck.map(({ error, sent, before, after }) => {
      const became = after === before ? "not done" : after === done ? "done once" : "something else";
      return `${inWords(error)}; ${became}; sent ${sent}`;
    });
    expect(Object.fromEntries(CALL_FAULTS.map((kind, at) => [kind, cells[at]]))).toEqual(
      Object.fromEntries(
        CALL_FAULTS.map((kind) => [
          kind,
          `${FAULTS[kind].change}; ${FAULTS[kind].isDone ? "done once" : "not done"}; sent 1`,
        ]),
      ),
    );
  });
});

describe.concurrent("a query that meets a fault", () => {
  it.each(resources.filter(isQuery))("%s changes nothing, and is told once the fault has passed", async (name) => {
    const [lasting, once] = await Promise.all([
      Promise.all(CALL_FAULTS.map((kind) => strike(name, kind))),
      Promise.all(CALL_FAULTS.map((kind) => strike(name, kind, 1))),
    ]);
    const cells = CALL_FAULTS.map((_kind, at) => {
      const [long, short] = [lasting[at]!, once[at]!];
      return `${inWords(long.error)}; ${inWords(short.error)}${short.sent === 2 ? " by the second" : ""}`;
    });
    expect(Object.fromEntries(CALL_FAULTS.map((kind, at) => [kind, cells[at]]))).toEqual(
      Object.fromEntries(CALL_FAULTS.map((kind) => [kind, `${FAULTS[kind].query}; ${FAULTS[kind].once}`])),
    );
    for (const { before, after } of [...lasting, ...once]) expect(after).toBe(before);
  });
});

describe.concurrent("a call for a token that meets a fault", () => {
  it.each(["tokens.create", "tokens.refresh"] as const)(
    "%s leaves the client with a token that is good",
    async (name) => {
      const struck = await Promise.all(CALL_FAULTS.map((kind) => strike(name, kind, 1)));
      // A new token may be asked for again: that is no change. A refresh token may be used up.
      const passing = (kind: CallFault) => name === "tokens.create" && kind === "http-500";
      expect(struck.map(({ error }) => inWords(error))).toEqual(
        CALL_FAULTS.map((kind) => (passing(kind) ? "told" : FAULTS[kind].change)),
      );
      for (const { client, sandbox } of struck) {
        const { cardId } = await client.cards.create({ ...CARD, cardholderId: undefined }, { timeoutMs: 15_000 });
        expect((await sandbox.cards()).map((card) => card.cardId)).toEqual([cardId]);
      }
    },
  );

  it.each(["tokens.create", "tokens.refresh"] as const)(
    "%s, behind another call, costs that call nothing",
    async (name) => {
      const isCreate = name === "tokens.create";
      const ended = CALL_FAULTS.map(async (kind) => {
        const { sandbox, clock, clientWith, ready } = await openReady();
        const client = clientWith({ timeoutMs: timeoutOf(kind, 1) });
        if (!isCreate) {
          await client.tokens.create({ timeoutMs: 15_000 });
          clock.nowMs += 3_600_000 * 0.99;
        }
        sandbox.setFaults([{ kind, operation: name, times: 1 }]);
        const card = { ...CARD, cardholderId: ready.holder };
        const error = await client.cards.create(card, { timeoutMs: 15_000 }).then(() => undefined, (thrown: unknown) => thrown); // prettier-ignore
        return [kind, inWords(error as OceanpaymentError | undefined), (await sandbox.cards()).length];
      });
      // Where an answer came that can't be used, the caller is told: only what may pass is asked again.
      const lost = ["html-error", "truncated-answer", "redirect"];
      expect(await Promise.all(ended)).toEqual(
        CALL_FAULTS.map((kind) =>
          isCreate && lost.includes(kind)
            ? [kind, FAULTS[kind].change.replace("unknown", "nothing-sent"), 0]
            : [kind, "told", 1],
        ),
      );
    },
  );
});

describe("an uploaded file", () => {
  it("is there byte for byte", async () => {
    const { sandbox, clientWith } = await openSandbox();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 251);
    await clientWith().disputes.uploadFile({ name: "Zoë's.bin", content: new Blob([bytes]), fields: { note: "é" } });
    const [file] = await sandbox.disputeFiles();
    expect(file).toMatchObject({ name: "Zoë's.bin", sizeBytes: 70_000, fields: { note: "é" } });
    expect(file?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });
});
