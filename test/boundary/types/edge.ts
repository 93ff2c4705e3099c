import {
  type Cardholder,
  createOceanpayment,
  createOpccount,
  createOpcard,
  createPayments,
  type CallHooks,
  type ListedOrder,
  matchOrder,
  operations,
  type OceanpaymentConfig,
  type OperationName,
  type OrderAnswer,
  type OrderMatch,
  type PayInput,
  type PaymentsClient,
  type PaymentReason,
  type PaymentResult,
  type SignedForm,
  type StoredOrder,
  toAmount,
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

const hooks: CallHooks = { onError: ({ operation, code, gatewayCode }) => void [operation, code, gatewayCode] };
const client = createPayments({
  environment: "sandbox",
  account: "995149",
  terminals,
  hooks,
  gatewayTimeZone: "+08:00",
});
declare const input: PayInput;
declare const stored: StoredOrder;

/** Every state of a result is told apart by its status. */
export async function told(): Promise<string> {
  const result = await client.payments.pay({ ...input, amount: toAmount(1050, "USD"), orderNumber: "A1" });
  if (result.status === "redirect") return result.redirectUrl;
  const reason: PaymentReason = result.reason;
  const match: OrderMatch = matchOrder(result, stored);
  return match.kind === "double-payment" ? match.paidBy : reason;
}

export async function asked(orderNumber: string): Promise<boolean> {
  const answer: OrderAnswer = await client.orders.settle(orderNumber, { patienceMs: 1000 });
  return answer.status !== "not-found" && matchOrder(answer.payment, stored).kind === "match";
}

export async function listed(from: Date, to: Date): Promise<readonly ListedOrder[]> {
  const found: ListedOrder[] = [];
  for await (const order of client.orders.list({ from, to })) found.push(order);
  return found;
}

export async function changed(paymentId: string): Promise<SignedForm> {
  await client.payments.capture({ paymentId, amount: "5.00", currency: "USD" });
  await client.payments.void({ paymentId });
  await client.payments.void({ orderNumber: "A1" });
  await client.refunds.create({ paymentId, type: "partial", amount: "1", currency: "USD", description: "Damaged" });
  await client.quickpay.find({ customerId: "C1" });
  const billing = { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "GB" };
  return client.quickpay.buildCreateForm({ customerId: "C1", billing, backUrl: "https://shop.example/" });
}

export const read = (request: Request): Promise<object> => notifications.read(request);
export const path: string | undefined = operations["payments.pay"].path;
export const whole = createOceanpayment({ environment: "sandbox", payments: { account: "995149", terminals }, fetch });

const { opcard, orders } = createOceanpayment({
  environment: "sandbox",
  payments: { account: "995149", terminals },
  opcard: { appKey: "key", appSecret: () => secureCode },
});

export async function holders(): Promise<readonly Cardholder[]> {
  const found: Cardholder[] = [];
  for await (const holder of opcard.cardholders.list()) found.push(holder);
  await orders.find("A1");
  return found;
}

declare const privateKey: string;
const opccount = createOpccount({
  opccountNo: "995149",
  vaCode: "1",
  privateKey: () => privateKey,
  host: "https://a.example",
});
export const batchNo: Promise<string | undefined> = opccount.withdrawals
  .apply({ accountKey: "1", currency: "USD", amount: "10.00", feeBearer: "BEN" })
  .then((withdrawal) => withdrawal.batchNo);
export const own = createOpcard({
  environment: "sandbox",
  appKey: "key",
  appSecret: () => secureCode,
  isOnlyUser: true,
});

declare const wide: OceanpaymentConfig;
export const perhaps: PaymentsClient["orders"] | undefined = createOceanpayment(wide).orders;
