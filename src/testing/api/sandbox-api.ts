import type { EnvironmentName } from "../../environment.ts";
import { InputError } from "../../errors.ts";
import type { GuardOptions } from "../../edge/guard.ts";
import type { Fetch } from "../../http/send.ts";
import type { ApiMethod } from "../../wire/api-operations.ts";
import type { JsonValue } from "../../wire/json.ts";
import type { GatewayContext } from "../gateway-context.ts";
import type { ApiOperationName } from "../operation-name.ts";
import { cardholdersOf, type SandboxCardholder } from "./cardholders.ts";
import { cardsOf, type SandboxCard } from "./cards.ts";
import { evidenceOf, openDispute, type OpenDisputeOptions } from "./dispute-records.ts";
import { filesOf, type SandboxFile } from "./files.ts";
import { fundsOf } from "./fund-records.ts";
import {
  fundPaymentAccountsOf,
  fundPaymentsOf,
  type SandboxFundPayment,
  type SandboxFundPaymentAccount,
} from "./fund-payments.ts";
import type { SandboxOpccountOptions } from "./opccount-side.ts";
import type { SandboxOpcardOptions, TokenCalls } from "./opcard-side.ts";
import { revokeTokens } from "./tokens.ts";
import { type SandboxWithdrawalAccount, withdrawalAccountsOf } from "./withdrawal-accounts.ts";
import { type SandboxWithdrawal, withdrawalsOf } from "./withdrawals.ts";

/** How OPCard, disputes and OPCCOUNT of a simulated gateway are made. */
export interface SandboxApiOptions {
  /** Which environment this gateway is: credentials of the other are refused by their own codes. Default `"sandbox"`. */
  readonly environment?: EnvironmentName | undefined;
  readonly opcard?: SandboxOpcardOptions | undefined;
  readonly opccount?: SandboxOpccountOptions | undefined;
  /** Methods of single calls in place of those that are stated or inferred. */
  readonly apiMethods?: Readonly<Partial<Record<ApiOperationName, ApiMethod>>> | undefined;
}

/** The configuration of an OPCard client that talks to a sandbox. Its secret is good for nothing else. */
export interface SandboxOpcardConfig extends GuardOptions {
  readonly environment: EnvironmentName;
  readonly appKey: string;
  readonly appSecret: () => string;
  readonly host: string;
  readonly fetch: Fetch;
  /** The sandbox's clock, where it was given one. */
  readonly now?: () => number;
}

/** The configuration of an OPCCOUNT client that talks to a sandbox. Its key is good for nothing else. */
export interface SandboxOpccountConfig extends GuardOptions {
  readonly opccountNo: string;
  readonly vaCode: string;
  readonly privateKey: () => JsonWebKey;
  readonly host: string;
  readonly fetch: Fetch;
  /** The sandbox's clock, where it was given one. */
  readonly now?: () => number;
}

/** Which tokens are ended. */
export interface RevokeOptions {
  /** Default the tokens of every app. */
  readonly appKey?: string | undefined;
  /** `true` ends refresh tokens too. Default `false`. */
  readonly refreshTokens?: boolean | undefined;
}

/** What a simulated gateway has for OPCard, disputes and OPCCOUNT. */
export interface SandboxApi {
  /** Returns the configuration of an OPCard client that talks to this sandbox. Default the first app's. */
  readonly opcardConfig: (options?: { readonly appKey?: string | undefined }) => SandboxOpcardConfig;
  /** Returns the configuration of an OPCCOUNT client that talks to this sandbox, its key pair made on the first call. */
  readonly opccountConfig: () => Promise<SandboxOpccountConfig>;
  /** Ends access tokens at once, of one app or of all, and refresh tokens where it is said. */
  readonly revokeTokens: (options?: RevokeOptions) => Promise<void>;
  /** Returns how many token calls came so far, and how many of them were refused. */
  readonly tokenCalls: () => TokenCalls;
  /** Returns all cards, oldest first. */
  readonly cards: () => Promise<readonly SandboxCard[]>;
  /** Returns all card holders, oldest first. */
  readonly cardholders: () => Promise<readonly SandboxCardholder[]>;
  /** Puts a dispute there that OPCard's calls show, about no payment of this sandbox's, and returns its id. */
  readonly openDispute: (options?: OpenDisputeOptions) => Promise<string>;
  /** Returns the evidence that was sent about a dispute, oldest first. */
  readonly disputeEvidence: (disputeId: string) => Promise<readonly JsonValue[]>;
  /** Returns all uploaded files, oldest first. */
  readonly disputeFiles: () => Promise<readonly SandboxFile[]>;
  /** Returns what is in the OPCCOUNT account, by currency. */
  readonly funds: () => Promise<Readonly<Record<string, string>>>;
  /** Returns all withdrawals, oldest first. */
  readonly withdrawals: () => Promise<readonly SandboxWithdrawal[]>;
  /** Returns all withdrawal accounts, oldest first: no answer shows their keys. */
  readonly withdrawalAccounts: () => Promise<readonly SandboxWithdrawalAccount[]>;
  /** Returns all accounts that funds are paid to, oldest first: no answer shows their keys. */
  readonly fundPaymentAccounts: () => Promise<readonly SandboxFundPaymentAccount[]>;
  /** Returns all payments of funds, oldest first. */
  readonly fundPayments: () => Promise<readonly SandboxFundPayment[]>;
}

/** Returns what a simulated gateway has for OPCard, disputes and OPCCOUNT. */
export function createSandboxApi(
  context: GatewayContext,
  { unsafeAllowDocument, ...means }: Pick<SandboxOpcardConfig, "fetch" | "now"> & GuardOptions,
): SandboxApi {
  const { api, origin: host, inTurn } = context;
  const shared = { host, ...means, ...(unsafeAllowDocument !== undefined && { unsafeAllowDocument }) };
  return {
    opcardConfig: ({ appKey: wanted } = {}) => {
      const app = api.opcard.apps.find(({ appKey }) => wanted === undefined || appKey === wanted);
      if (!app) {
        throw new InputError("invalid_argument", `"appKey" must be one of this sandbox's apps`, { field: "appKey" });
      }
      const { appKey, appSecret } = app;
      return { environment: api.environment, appKey, appSecret: () => appSecret, ...shared };
    },
    opccountConfig: async () => {
      const { opccountNo, vaCode } = api.opccount;
      const privateKey = await api.opccount.privateKey();
      return { opccountNo, vaCode, privateKey: () => privateKey, ...shared };
    },
    revokeTokens: (options = {}) => inTurn(() => revokeTokens(api, options)),
    tokenCalls: () => ({ ...api.tokenCalls }),
    cards: () => inTurn(() => cardsOf(api)),
    cardholders: () => inTurn(() => cardholdersOf(api)),
    openDispute: (options = {}) => inTurn(() => openDispute(options, context)),
    disputeEvidence: (disputeId) => inTurn(() => evidenceOf(disputeId, api)),
    disputeFiles: () => inTurn(() => filesOf(api)),
    funds: () => inTurn(() => fundsOf(api)),
    withdrawals: () => inTurn(() => withdrawalsOf(api)),
    withdrawalAccounts: () => inTurn(() => withdrawalAccountsOf(api)),
    fundPaymentAccounts: () => inTurn(() => fundPaymentAccountsOf(api)),
    fundPayments: () => inTurn(() => fundPaymentsOf(api)),
  };
}
