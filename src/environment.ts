import { assertInput } from "./errors.ts";

/** The services of Oceanpayment that this library calls, each on a host of its own. */
export type HostName = "payment" | "query" | "quickpay" | "opcard" | "checks";

/** Names one of Oceanpayment's two environments. */
export type EnvironmentName = "sandbox" | "production";

/** An environment whose hosts are changed in part: for a relay, a proxy or a simulated gateway. */
export interface EnvironmentOverride {
  readonly base: EnvironmentName;
  /** Origins in place of the environment's own. https, or http on loopback only. */
  readonly hosts?: Partial<Readonly<Record<HostName, string>>>;
  /** Further hosts (`name` or `name:port`) a shopper may be sent to for 3-D Secure or a hosted page. */
  readonly navigationHosts?: readonly string[];
}

/** What every client and page takes as its environment. */
export type EnvironmentOption = EnvironmentName | EnvironmentOverride;

/** An environment with every host resolved. */
export interface Environment {
  readonly name: EnvironmentName;
  /** Origins without a trailing slash. */
  readonly hosts: Readonly<Record<HostName, string>>;
  /** Hosts a shopper may be sent to. */
  readonly navigationHosts: readonly string[];
}

/**
 * The hosts of each environment: protocol.md §2. Payment and query hosts are stated by public sources; production's
 * QuickPay and OPCard host is inferred.
 */
const HOSTS: Readonly<Record<EnvironmentName, Readonly<Record<HostName, string>>>> = {
  sandbox: {
    payment: "https://test-secure.oceanpayment.com",
    query: "https://test-query.oceanpayment.com",
    quickpay: "https://checkout-s.oceanpayment.com",
    opcard: "https://checkout-s.oceanpayment.com",
    checks: "https://test-checkout.oceanpayment.com",
  },
  production: {
    payment: "https://secure.oceanpayment.com",
    query: "https://query.oceanpayment.com",
    quickpay: "https://checkout.oceanpayment.com",
    opcard: "https://checkout.oceanpayment.com",
    checks: "https://checkout.oceanpayment.com",
  },
};

/**
 * Returns the hosts of an environment, overrides applied.
 *
 * @throws InputError `invalid_config` for an unknown environment, a host that is neither https nor loopback, or one that is
 * known to be the other environment's.
 */
export function resolveEnvironment(option: EnvironmentOption): Environment {
  const override: EnvironmentOverride = typeof option === "string" ? { base: option } : option;
  const name = override?.base;
  const own = typeof name === "string" && Object.hasOwn(HOSTS, name) && HOSTS[name];
  assertInput(own, "invalid_config", "environment", `"sandbox" or "production"`, name);
  for (const member of Object.keys(override)) {
    const isKnown = ["base", "hosts", "navigationHosts"].includes(member);
    assertInput(isKnown, "invalid_config", "environment", "of base, hosts and navigationHosts alone", override);
  }
  const hosts = { ...own };
  for (const [key, value] of Object.entries(override.hosts ?? {})) {
    const isKnown = Object.hasOwn(own, key);
    assertInput(isKnown, "invalid_config", "environment.hosts", `of ${Object.keys(own)} alone`, override.hosts);
    if (value === undefined) continue;
    const field = `environment.hosts.${key}`;
    hosts[key as HostName] = readOrigin(value, field);
    assertOwnHost(name, value, field);
  }
  const { navigationHosts = [] } = override;
  assertInput(
    Array.isArray(navigationHosts) && navigationHosts.every(isHost),
    "invalid_config",
    "environment.navigationHosts",
    "a list of hosts such as pay.example.com:8443",
    navigationHosts,
  );
  // The gateway's own hosts stay, since behind a proxy it still names them.
  const known = [own, hosts].flatMap(({ payment, quickpay, checks }) => [payment, quickpay, checks]);
  return Object.freeze({
    name,
    hosts: Object.freeze(hosts),
    navigationHosts: Object.freeze([...new Set([...known.map((origin) => new URL(origin).host), ...navigationHosts])]),
  });
}

/**
 * Refuses an origin that is known to be the other environment's: credentials and money of one must not reach the other.
 *
 * @throws InputError `invalid_config`.
 */
export function assertOwnHost(environment: EnvironmentName, origin: string, field: string): void {
  const other = environment === "sandbox" ? "production" : "sandbox";
  // A name with a dot at its end is the same name.
  const nameOf = (value: string) => new URL(value).hostname.replace(/\.$/, "");
  const isOthers = Object.values(HOSTS[other]).some((known) => nameOf(known) === nameOf(origin));
  assertInput(
    !isOthers,
    "invalid_config",
    field,
    `none of the hosts of ${other}, where the environment is ${environment}`,
    origin,
  );
}

/** Tells whether a host name stands for this machine itself. */
export function isLoopback(hostname: string): boolean {
  if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]") return true;
  const parts = hostname.split(".");
  return parts.length === 4 && parts[0] === "127" && parts.every((part) => part !== "" && Number(part) <= 255);
}

/**
 * Tells whether a shopper may be sent to an address: https on one of the environment's `navigationHosts`, or http on
 * loopback when that host is among them. No user name in it, no other scheme.
 */
export function isNavigable(address: string, environment: Environment): boolean {
  const url = readUrl(address);
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  const secure = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
  return secure && environment.navigationHosts.includes(url.host);
}

/** Returns an address as a URL, or nothing where it is none. */
export function readUrl(address: unknown): URL | undefined {
  try {
    return typeof address === "string" ? new URL(address) : undefined;
  } catch {
    return undefined;
  }
}

function isHost(value: unknown): boolean {
  const url = typeof value === "string" ? readUrl(`https://${value}`) : undefined;
  return url !== undefined && url.host === value && (isLoopback(url.hostname) || url.hostname.includes("."));
}

/** Tells whether a text can stand in a host's place: an origin, https or on loopback. */
export function isOrigin(value: string): boolean {
  try {
    return readOrigin(value, "") !== "";
  } catch {
    return false;
  }
}

function readOrigin(value: string, field: string): string {
  const url = readUrl(value);
  // All else an address can have stands behind its origin, or makes it longer.
  const isPlain = url !== undefined && url.href === `${url.origin}/`;
  assertInput(isPlain, "invalid_config", field, "an origin such as https://example.com", value);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
  assertInput(isSafe, "invalid_config", field, "https, or http on loopback", value);
  return url.origin;
}
