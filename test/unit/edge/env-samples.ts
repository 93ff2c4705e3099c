/** What every adapter's test reads: a whole set of variables, made for the tests. */
export const PUBLIC_KEY = `c${"3a7".repeat(85)}`.slice(0, 255) + "1";
export const ENV_SECRET = "xq7-env-canary-9f2e0b";

export const ENV: Readonly<Record<string, string>> = {
  OCEANPAYMENT_ENVIRONMENT: "sandbox",
  OCEANPAYMENT_ACCOUNT: "900001",
  OCEANPAYMENT_TERMINAL: "90000101",
  OCEANPAYMENT_SECURE_CODE: ENV_SECRET,
  OCEANPAYMENT_PUBLIC_KEY: PUBLIC_KEY,
};

/** Where Oceanpayment shows a credential (protocol.md §1), by environment. */
export const WHERE = {
  sandbox: "techservice@oceanpayment.com.cn",
  production: "Developer > Terminal setting",
} as const;

/** Each required variable, and whether Oceanpayment hands it out. */
export const REQUIRED = [
  ["OCEANPAYMENT_ENVIRONMENT", false],
  ["OCEANPAYMENT_ACCOUNT", true],
  ["OCEANPAYMENT_TERMINAL", true],
  ["OCEANPAYMENT_SECURE_CODE", true],
] as const;

/** A wrong value for each variable. */
export const MISSHAPEN: readonly (readonly [string, string])[] = [
  ["OCEANPAYMENT_ENVIRONMENT", "Sandbox-canary"],
  ["OCEANPAYMENT_ENVIRONMENT", "production "],
  ["OCEANPAYMENT_ACCOUNT", "canary-90001"],
  ["OCEANPAYMENT_ACCOUNT", "900001\n"],
  ["OCEANPAYMENT_TERMINAL", "9000010"],
  ["OCEANPAYMENT_TERMINAL", "canary9000101"],
  ["OCEANPAYMENT_SECURE_CODE", "canary secret"],
  ["OCEANPAYMENT_SECURE_CODE", "canarysecret\n"],
  ["OCEANPAYMENT_SECURE_CODE", "c".repeat(129)],
  ["OCEANPAYMENT_PUBLIC_KEY", "canary-no-key"],
  ["OCEANPAYMENT_PUBLIC_KEY", PUBLIC_KEY.slice(0, 64)],
  ["OCEANPAYMENT_PUBLIC_KEY", `${PUBLIC_KEY.slice(0, -1)}0`],
  ["OCEANPAYMENT_PAYMENT_HOST", "http://canary.example"],
  ["OCEANPAYMENT_PAYMENT_HOST", "canary.example"],
  ["OCEANPAYMENT_PAYMENT_HOST", "https://canary.example/path"],
  ["OCEANPAYMENT_QUERY_HOST", "http://canary.example"],
  ["OCEANPAYMENT_QUERY_HOST", "https://user:canary@relay.example"],
];

/** The variables without one of them. */
export function without(name: string): Record<string, string> {
  const { [name]: _left, ...rest } = ENV;
  return rest;
}

/** The variables of so many terminals, each with a secret of its own. */
export function manyTerminals(count: number): Record<string, string> {
  const env: Record<string, string> = { ...ENV };
  for (let i = 2; i <= count; i++) {
    env[`OCEANPAYMENT_TERMINAL_${i}`] = `9000010${i}`;
    env[`OCEANPAYMENT_SECURE_CODE_${i}`] = `${ENV_SECRET}-${i}`;
  }
  return env;
}
