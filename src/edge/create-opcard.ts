import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { createSend } from "../http/ofetch-send.ts";
import { InputError, shapeOf } from "../errors.ts";
import { OPCARD_SUCCESS, withAssumptions } from "../opcard/assumptions.ts";
import { walkCursor } from "../results/walk-cursor.ts";
import { walkPages } from "../orders/walk-pages.ts";
import type { CallOptions } from "../schema/call-options.ts";
import type { ListDisputesInput, ListFilesInput } from "../schema/dispute-input.ts";
import { parseOpcardSettings } from "../schema/opcard-config.ts";
import { parseOpcardRequest, type OpcardRequest } from "../schema/opcard-request.ts";
import { opcardOperations } from "../wire/api-operations.ts";
import { assertTokenStore } from "./assert-token-store.ts";
import { assertServer } from "./guard.ts";
import { createOpcardCalls } from "./opcard-calls.ts";
import type { OpcardClient } from "./opcard-client.ts";
import type { OpcardConfig } from "./opcard-config.ts";
import { createOpcardTokens, createTokensArea } from "./opcard-tokens.ts";
import { type ApiContext, createApiRunner, runApiRequest } from "./run-api-call.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_BUDGET_MS = 60_000;

/**
 * Returns the OPCard client, disputes included. Server only. Make it once for each isolate or process: it keeps the token,
 * renews it ahead of its end, once however many calls want it, and shows nothing of it when it is printed.
 *
 * @throws InputError `server_only` in a page; `invalid_config`, `missing_field`, `missing_credential` for a configuration
 * that is wrong, or a token store that cannot keep what `assume` says.
 * @example
 * ```ts
 * import { createOpcard } from "oceanpayment/edge";
 *
 * declare const appKey: string;
 * declare const appSecret: string;
 * const opcard = createOpcard({ environment: "sandbox", appKey, appSecret: () => appSecret });
 *
 * const holder = await opcard.cardholders.create({
 *   firstName: "Ada",
 *   lastName: "Lovelace",
 *   email: "ada@example.com",
 *   phone: "5550100",
 *   phoneAreaCode: "1",
 * });
 * const card = await opcard.cards.create({
 *   name: "Office",
 *   cardholderId: holder.cardholderId,
 *   validUntil: { year: 2030, month: 5 },
 *   programValue: "01",
 * });
 * console.log(card.cardId);
 * ```
 */
export function createOpcard(config: OpcardConfig): OpcardClient {
  assertServer(config);
  if (typeof config !== "object" || config === null) {
    throw new InputError("invalid_config", `"config" must be an object, got ${shapeOf(config)}`, { field: "config" });
  }
  const { tokenStore, sealing, isOnlyUser, onTokenStoreError, assume, ...plain } = config;
  const settings = parseOpcardSettings(plain);
  const assumptions = withAssumptions(assume);
  assertTokenStore(config, assumptions.newTokenRevokesOld);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, queryBudgetMs = DEFAULT_BUDGET_MS, hooks = {} } = settings;
  const environment = resolveEnvironment(settings.environment as EnvironmentOption);
  const { host = environment.hosts.opcard, resourceHost = host } = settings;
  const origins = { tokens: host, resources: resourceHost };
  const base = { origins, send: createSend(settings.fetch), hooks, timeoutMs, queryBudgetMs };
  const manager = createOpcardTokens({
    ...{ settings, assumptions, context: base, environment: environment.name },
    config: { ...settings, tokenStore, sealing, isOnlyUser, onTokenStoreError },
  });
  const context: ApiContext = {
    ...base,
    codes: { success: [OPCARD_SUCCESS], unauthorised: assumptions.unauthorisedCodes },
    authorise: async ({ operation, row }, { timeoutMs: patienceMs, signal }) => {
      const { accessToken, generation } = await manager.get({ patienceMs, signal });
      const subject = `${operation} ${toPattern(row.path)}`;
      return {
        // No scheme word before it (stated).
        headers: { authorization: accessToken },
        refused: (times) => {
          if (times === 1) return manager.refused(generation, subject);
          manager.refusedAgain(generation, subject);
          return false;
        },
        accepted: () => manager.accepted(generation, subject),
      };
    },
  };
  const run = createApiRunner(opcardOperations, context, assumptions.methods);
  const calls = createOpcardCalls(assumptions);
  const listCardholders = run(calls.listCardholders);
  const listDisputes = run(calls.listDisputes);
  const listFiles = run(calls.listFiles);

  return Object.freeze({
    tokens: createTokensArea(manager, timeoutMs),
    cards: Object.freeze({ create: run(calls.createCard) }),
    cardholders: Object.freeze({
      create: run(calls.createCardholder),
      list: (options?: CallOptions) => iterable(() => walkCursor((cursor) => listCardholders({ cursor }, options))),
      get: run(calls.getCardholder),
      update: run(calls.updateCardholder),
    } satisfies OpcardClient["cardholders"]),
    disputes: Object.freeze({
      list: (input: ListDisputesInput = {}, options?: CallOptions) =>
        iterable(() =>
          walkPages(async (page) => {
            refuseOwn(input, "page");
            const { items, hasMore } = await listDisputes({ ...input, page }, options);
            // Where the answer does not say so an empty page is the last: a gateway may give less a page than it is asked for.
            return { items, totalPages: hasMore === false ? page : undefined };
          }),
        ),
      get: run(calls.getDispute),
      update: run(calls.updateDispute),
      uploadFile: run(calls.uploadFile),
      listFiles: (parameters: ListFilesInput = {}, options?: CallOptions) =>
        iterable(() =>
          walkCursor(async (cursor) => {
            refuseOwn(parameters, assumptions.cursorName);
            return listFiles({ parameters: parameters ?? {}, cursor }, options);
          }),
        ),
      getFile: run(calls.getFile),
    } satisfies OpcardClient["disputes"]),
    request: async (path: string, request?: OpcardRequest, options?: CallOptions) => {
      const { parameters, ...row } = parseOpcardRequest(path, request);
      const asked = {
        operation: "opcard.request",
        row: { ...row, service: "resources" as const },
        question: { parameters },
      };
      return runApiRequest(asked, options, context);
    },
  });
}

/** Pages and cursors are counted here. @throws InputError `invalid_field` for one of the caller's own. */
function refuseOwn(input: object | null, name: string): void {
  if (!Object.hasOwn(input ?? {}, name)) return;
  throw new InputError("invalid_field", `"${name}" is not a member this takes`, { field: name });
}

/** A path without what stands for one thing only: all that has a digit in it. */
function toPattern(path: string): string {
  return path
    .split("/")
    .map((part) => (/\d/.test(part) ? "*" : part))
    .join("/");
}

/** What can be walked more than once. */
function iterable<Item>(walk: () => AsyncGenerator<Item, void, undefined>): AsyncIterable<Item> {
  return Object.freeze({ [Symbol.asyncIterator]: walk });
}
