import { fromEnv, senderAddress } from "oceanpayment/cloudflare";
import type { Billing, Oceanpayment } from "oceanpayment/edge";
import type { Database } from "./database.ts";
import { createMembers, type Members } from "./members.ts";
import { createOrders, type Orders } from "./orders.ts";
import { createRefunds, type Refunds } from "./refunds.ts";
import { createTracedFetch } from "./trace.ts";

/** The bindings of the merchant's Worker, beside the credentials. */
export interface MerchantEnv {
  readonly DB: Database;
  readonly ASSETS: Readonly<Record<string, string>>;
  /** Where shoppers and the gateway reach this Worker. */
  readonly SHOP_ORIGIN: string;
  /** Where the gateway notifies: the plain host whose forwarder hands notices on to this Worker. Empty where none is. */
  readonly NOTICE_URL: string;
  /** What the forwarder shows, so that only it brings notices; empty where anybody may. */
  readonly NOTICE_TOKEN: string;
  /** `"1"` where the merchant's own pages are open. */
  readonly OFFICE: string;
  /** The simulated gateway's origin; empty with a real one. */
  readonly SIMULATED_GATEWAY: string;
  /** The gateway's host that a page may send a form to, or take a frame from. */
  readonly PAYMENT_HOST: string;
  readonly GATEWAY_TIME_ZONE: string;
}

/** The part of a Worker's execution context that is used. */
export interface Lifetime {
  waitUntil(promise: Promise<unknown>): void;
}

/** What the merchant's Worker holds, whatever it is asked. */
export interface Shop {
  readonly env: MerchantEnv;
  readonly orders: Orders;
  readonly refunds: Refunds;
  readonly members: Members;
  readonly oceanpayment: Oceanpayment;
}

/** What every handler works with. */
export interface Context extends Shop {
  readonly request: Request;
  /** What the route's path holds in place of `*`. */
  readonly name: string;
  /** Lets work go on after the answer. */
  readonly later: (work: Promise<unknown>) => void;
}

export type Handler = (context: Context) => Promise<Response>;

/** Returns what does not depend on a request. */
export async function createShop(env: MerchantEnv): Promise<Shop> {
  const orders = createOrders(env.DB);
  const oceanpayment = await createClient(env, orders);
  return { env, orders, refunds: createRefunds(env.DB), members: createMembers(env.DB), oceanpayment };
}

/** Returns what handlers work with. */
export async function createContext(
  env: MerchantEnv,
  request: Request,
  name: string,
  lifetime: Lifetime,
): Promise<Context> {
  return {
    ...(await createShop(env)),
    request,
    name,
    later: (work) => lifetime.waitUntil(work.catch((error: unknown) => console.error(String(error)))),
  };
}

/** Returns a client whose calls are written down; with other variables, one that asks another host. */
export function createClient(env: MerchantEnv, orders: Orders, variables: object = {}): Promise<Oceanpayment> {
  return fromEnv(
    { ...env, ...variables },
    { fetch: createTracedFetch(orders), gatewayTimeZone: env.GATEWAY_TIME_ZONE },
  );
}

/** A payment's body has about a kilobyte. */
const MOST_BODY = 16_384;

/** Returns the text members of a JSON body, which is small: anything longer is not read. */
export async function readStrings(request: Request): Promise<Readonly<Record<string, string>>> {
  const declared = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  const body: unknown = declared <= MOST_BODY ? await request.json().catch(() => undefined) : undefined;
  const entries = Object.entries(typeof body === "object" && body !== null ? body : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Returns who pays, of the name and the address that a page sent. */
export function toBilling(request: Request, name = "", email = ""): Billing {
  const [firstName = "", ...rest] = name.trim().split(/\s+/);
  const lastName = rest.join(" ") || firstName;
  const ip = senderAddress(request) ?? "0.0.0.0";
  return { firstName, lastName, email, country: "US", state: "CA", ip };
}

/** Returns where the shopper and the gateway come back to. */
export function toReturns({ SHOP_ORIGIN, NOTICE_URL }: MerchantEnv, orderNumber: string) {
  return {
    backUrl: `${SHOP_ORIGIN}/return/${orderNumber}`,
    ...(NOTICE_URL !== "" && { noticeUrl: NOTICE_URL }),
  };
}

/** Returns a number that nobody guesses. */
export function randomNumber(prefix: string): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}-${[...random].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export function notFound(): Response {
  return Response.json({ error: "not_found" }, { status: 404 });
}
