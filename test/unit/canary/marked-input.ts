import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { rsaKey } from "../rsa-keys.ts";
import { type CanaryName, CARD, CVV, PAN, privateCanary, SECURE_CODE } from "./canaries.ts";

/** One call of a public function with marked values in its arguments. */
export interface CanaryCase {
  readonly call: () => unknown;
  /** What its result holds by its nature. An error may hold nothing, ever. */
  readonly holds?: readonly CanaryName[];
}

export const { pem, jwk, hex } = await privateCanary();
export const large = await rsaKey(2048);
export const key = await rsaKey(1024);
export const any = <Value>(value: unknown) => value as Value;

/** Marked values of every type, for any argument. */
export const JUNK: readonly unknown[] = [
  PAN,
  SECURE_CODE,
  pem,
  { [PAN]: PAN, secret: SECURE_CODE, jwk },
  [PAN, pem],
  null,
  undefined,
  7,
];

export const junk = (call: (value: never) => unknown): CanaryCase[] =>
  JUNK.map((value) => ({ call: () => call(value as never) }));
export const cases = (...calls: (() => unknown)[]): CanaryCase[] => calls.map((call) => ({ call }));

export const badCards = [
  { ...CARD, number: `${PAN}1` },
  { ...CARD, number: `${PAN.slice(0, -1)}0` },
  { ...CARD, number: `${PAN} x` },
  { ...CARD, number: Number(PAN) },
  { ...CARD, expiryMonth: CVV },
  { ...CARD, expiryYear: "2001" },
  { ...CARD, securityCode: `${CVV}${CVV}` },
  { ...CARD, securityCode: Number(CVV) },
  { ...CARD, securityCode: { code: CVV } },
  { number: PAN },
];

export const PAGE = { environment: "sandbox", account: "900001", terminal: "90000101", publicKey: hex } as const;
export const MARKED: PaymentsConfig = {
  environment: "sandbox",
  account: "900001",
  terminals: [{ terminal: "90000101", secureCode: SECURE_CODE, publicKey: hex }],
};
export const ENV = {
  OCEANPAYMENT_ENVIRONMENT: "sandbox",
  OCEANPAYMENT_ACCOUNT: "900001",
  OCEANPAYMENT_TERMINAL: "90000101",
  OCEANPAYMENT_SECURE_CODE: SECURE_CODE,
  OCEANPAYMENT_PUBLIC_KEY: hex,
};
export const badConfigs = [
  { ...MARKED, account: SECURE_CODE },
  { ...MARKED, environment: SECURE_CODE },
  { ...MARKED, environment: { base: "sandbox", hosts: { payment: `http://${SECURE_CODE}` } } },
  { ...MARKED, environment: { base: "sandbox", hosts: { [SECURE_CODE]: "https://a.example" } } },
  { ...MARKED, terminals: SECURE_CODE },
  { ...MARKED, terminals: [SECURE_CODE] },
  { ...MARKED, terminals: [] },
  { ...MARKED, terminals: [{ terminal: SECURE_CODE, secureCode: SECURE_CODE }] },
  { ...MARKED, terminals: [{ terminal: "90000101", secureCode: `${SECURE_CODE} ` }] },
  { ...MARKED, terminals: [{ terminal: "90000101", secureCode: { value: SECURE_CODE } }] },
  { ...MARKED, terminals: [{ terminal: "90000101", secureCode: SECURE_CODE, publicKey: pem }] },
  { ...MARKED, terminals: [{ terminal: "90000101", secureCode: SECURE_CODE, publicKey: jwk }] },
  { ...MARKED, terminals: [{ terminal: "90000101", secureCode: SECURE_CODE, publicKey: SECURE_CODE }] },
  { ...MARKED, terminals: [...MARKED.terminals, ...MARKED.terminals] },
  { ...MARKED, [SECURE_CODE]: SECURE_CODE },
  { ...MARKED, fetch: SECURE_CODE },
  { ...MARKED, timeoutMs: SECURE_CODE },
  { ...MARKED, unsafeAllowDocument: SECURE_CODE },
];
export const badPages = [
  { ...PAGE, secureCode: SECURE_CODE },
  { ...PAGE, [SECURE_CODE]: 1 },
  { ...PAGE, publicKey: pem },
  { ...PAGE, publicKey: jwk },
  { ...PAGE, account: SECURE_CODE },
  { ...PAGE, environment: { base: SECURE_CODE } },
  MARKED,
];
