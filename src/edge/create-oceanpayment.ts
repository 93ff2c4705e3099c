import type { EnvironmentOption } from "../environment.ts";
import { InputError, shapeOf } from "../errors.ts";
import type { ClientMembers } from "../schema/client-members.ts";
import type { OpccountConfig } from "../schema/opccount-config.ts";
import type { PaymentsConfig } from "../schema/payments-config.ts";
import { createOpccount } from "./create-opccount.ts";
import { createOpcard } from "./create-opcard.ts";
import { createPayments } from "./create-payments.ts";
import { assertServer } from "./guard.ts";
import type { OpcardConfig } from "./opcard-config.ts";
import type { OpcardClient } from "./opcard-client.ts";
import type { OpccountClient } from "./opccount-client.ts";
import type { PaymentsClient } from "./payments-client.ts";

/** What the client of all products is made of: the products that are named, and what they have in common. */
export interface OceanpaymentConfig extends ClientMembers {
  /** `"sandbox"`, `"production"`, or one of them with hosts changed. OPCCOUNT has a host of its own. */
  readonly environment: EnvironmentOption;
  /** The credentials of Accept Payments. */
  readonly payments?: Pick<PaymentsConfig, "account" | "terminals"> | undefined;
  /** The credentials of OPCard, whose token the disputes use too. */
  readonly opcard?: Omit<OpcardConfig, keyof ClientMembers | "environment"> | undefined;
  /** The credentials of OPCCOUNT. */
  readonly opccount?: Omit<OpccountConfig, keyof ClientMembers> | undefined;
  /** The gateway's time zone, for lists that name none: an IANA name or an offset. No source tells it. */
  readonly gatewayTimeZone?: string | undefined;
}

/** The client of Accept Payments, as {@link createOceanpayment} returns it. */
export interface Oceanpayment extends PaymentsClient {}

/**
 * The clients of the products that a configuration names: the areas of Accept Payments at the top, the others beside. Of a
 * configuration whose type leaves open what it names, each may be missing.
 */
export type OceanpaymentOf<Config extends OceanpaymentConfig> = ClientOf<Config, "payments", Oceanpayment> &
  ClientOf<Config, "opcard", { readonly opcard: OpcardClient }> &
  ClientOf<Config, "opccount", { readonly opccount: OpccountClient }>;

type ClientOf<Config, Product extends string, Client> = Config extends { readonly [Name in Product]: object }
  ? Client
  : Product extends keyof Config
    ? Partial<Client>
    : unknown;

/**
 * Returns the client of all products that are named; none needs the credentials of another. Server only. Where one product
 * is enough, make its own client: a bundle then holds that one alone.
 *
 * @throws InputError `server_only` in a page, `invalid_config` and `missing_field` for a configuration that is wrong.
 * @throws KeyError for a key that is none.
 * @example
 * ```ts
 * import { createOceanpayment } from "oceanpayment/edge";
 *
 * declare const secureCode: string;
 * const oceanpayment = createOceanpayment({
 *   environment: "sandbox",
 *   payments: { account: "995149", terminals: [{ terminal: "99514901", secureCode }] },
 * });
 * ```
 */
export function createOceanpayment<const Config extends OceanpaymentConfig>(config: Config): OceanpaymentOf<Config> {
  assertServer(config);
  if (typeof config !== "object" || config === null) {
    throw new InputError("invalid_config", `"config" must be an object, got ${shapeOf(config)}`, { field: "config" });
  }
  const { payments, opcard, opccount, environment, gatewayTimeZone, ...common }: OceanpaymentConfig = config;
  const products = [payments, opcard, opccount];
  if (products.every((product) => product === undefined)) {
    throw new InputError("invalid_config", `"config" must name a product: payments, opcard or opccount`, {
      field: "config",
    });
  }
  const clients: object = {
    ...(payments && createPayments({ ...payments, ...common, environment, gatewayTimeZone })),
    ...(opcard && { opcard: createOpcard({ ...opcard, ...common, environment }) }),
    ...(opccount && { opccount: createOpccount({ ...opccount, ...common }) }),
  };
  return Object.freeze(clients) as OceanpaymentOf<Config>;
}
