import { expect } from "vitest";
import { calls } from "../../../src/edge/calls.ts";
import { isOceanpaymentError, type OceanpaymentError } from "../../../src/errors.ts";
import type { Fetch } from "../../../src/http/send.ts";
import type { CallFault } from "../../../src/testing/faults.ts";
import { ACCOUNT, type Fields } from "../sandbox/shopper.ts";
import { type CallName, everyCall } from "./every-call.ts";
import { FIRST, holdings, openShop, type Shop } from "./shop.ts";

/** What a call that met a fault ended in. */
export interface Struck {
  /** The error, or nothing where the caller was told as usual. */
  readonly error: OceanpaymentError | undefined;
  readonly result: unknown;
  /** How often it was sent. */
  readonly sent: number;
  readonly holds: "not done" | "done once" | "something else";
}

/** What the gateway holds after a call that nothing went wrong with. All that is random in it is fixed. */
export async function holdingsAfter(name: CallName): Promise<Fields> {
  const shop = await openShop();
  const { act, usual } = await everyCall[name](shop);
  expect(await act(shop.client)).toMatchObject(usual);
  return holdings(shop);
}

/** Makes a call that meets a fault, and holds what its caller learns, then and by asking, against the gateway. */
export async function strike(
  name: CallName,
  kind: CallFault,
  { times, after }: { times?: number; after: Fields },
): Promise<Struck> {
  const shop = await openShop();
  const { act, usual, about, ask, answers } = await everyCall[name](shop);
  const before = await holdings(shop);
  const { operation } = calls[name];
  const countSent = () => shop.sandbox.received().filter((request) => request.operation === operation).length;
  const sentBefore = countSent();
  shop.sandbox.setFaults([{ kind, operation, ...(times && { times }) }]);
  // The stall is a minute: a call that outwaits it fails the test. A lasting fault leaves no time for a second attempt.
  const timeoutMs = kind.startsWith("timeout") ? 2000 : 15_000;
  const { fetch, atGateway } = watchedFetch(shop);
  const client = shop.clientWith({ fetch, timeoutMs, queryBudgetMs: times ? 15_000 : 2010 });
  const end = await act(client).then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
  );
  const { error, result } = end;
  // A busy gateway goes on after its client gave up.
  await Promise.allSettled(atGateway);
  shop.sandbox.setFaults([]);
  if (error === undefined) expect(result).toMatchObject(usual);
  else {
    if (!isOceanpaymentError(error)) throw error;
    expect(error.order).toEqual({ account: ACCOUNT, terminal: FIRST, ...about });
  }
  const sent = countSent() - sentBefore;
  const now = await holdings(shop);
  const holds = isSame(now, before) ? "not done" : isSame(now, after) ? "done once" : "something else";
  if (ask) expect(await ask(shop.client)).toEqual(holds === "not done" ? answers?.undone : answers?.done);
  return { error, result, sent, holds };
}

/** The shop's way to the gateway, and all that is under way there. */
function watchedFetch({ sandbox }: Shop) {
  const atGateway: Promise<Response>[] = [];
  const fetch: Fetch = (url, init) => {
    const answer = sandbox.fetch(new Request(url, init));
    atGateway.push(answer);
    return answer;
  };
  return { fetch, atGateway };
}

/** An error in words. */
export function inWords({ code, status, outcome }: OceanpaymentError): string {
  // A good status beside a bad answer is no news.
  return `${code}${status === undefined || status === 200 ? "" : ` ${status}`}, ${outcome}`;
}

function isSame(one: Fields, other: Fields): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
