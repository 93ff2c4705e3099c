import {
  createOceanpayment,
  createPayments,
  operations,
  type OperationName,
  type PayInput,
  type PaymentResult,
  signValue,
  verifySignValue,
  type WireFields,
} from "oceanpayment/edge";

declare const secureCode: string;
const terminals = [{ terminal: "99514901", secureCode }] as const;
const { payments, notifications } = createPayments({ environment: "sandbox", account: "995149", terminals });
const fields: WireFields = { account: "995149", terminal: "99514901", order_number: "A1" };
const name: OperationName = "orders.find";

export async function pay(input: PayInput): Promise<PaymentResult> {
  return payments.pay(input, { timeoutMs: 1000, signal: new AbortController().signal });
}

export async function sign(): Promise<boolean> {
  return verifySignValue(name, fields, secureCode, await signValue(name, fields, secureCode));
}

export const read = (request: Request): Promise<object> => notifications.read(request);
export const path: string | undefined = operations["payments.pay"].path;
export const whole = createOceanpayment({ environment: "sandbox", payments: { account: "995149", terminals }, fetch });
