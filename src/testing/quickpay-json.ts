import { isAmount } from "./amounts.ts";
import { toDateText } from "./calendar.ts";
import { isCurrency, isEmail, isWebAddress } from "./field-checks.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { INFERRED } from "./inferred.ts";
import { type JsonHandler, textAt } from "./json-calls.ts";
import { createQuickpay } from "./quickpay-life.ts";
import { QUICKPAY_PATH } from "./quickpay-page.ts";
import { isChargeable, type SandboxQuickpay } from "./sandbox-quickpay.ts";

/** What a request to store a means of payment must hold (§6.5; which members may be left out is inferred). */
const NEEDED = [
  "order.currency",
  "order.amount",
  "order.methods",
  "order.redirectUrl",
  "merchant.referenceId",
  "billing.firstname",
  "billing.lastname",
  "billing.email",
  "customer.id",
  "device.environment",
  "device.osType",
];

/** The members of which a query names exactly one (stated, §6.5), and what each is of a stored means of payment. */
const QUERIED: Readonly<Record<string, (quickpay: SandboxQuickpay) => string>> = {
  "order.referenceId": ({ referenceId }) => referenceId,
  "merchant.referenceId": ({ merchantReferenceId }) => merchantReferenceId,
  "customer.id": ({ customerId }) => customerId,
  // An id that nobody confirmed is nobody's yet.
  "quickpay.id": ({ id, status }) => (status === "pending" ? "" : id),
};

/** Stores a means of payment, once its shopper confirms at `url`. */
export const createByJson: JsonHandler = async ({ terminal, body }, context) => {
  if (NEEDED.some((path) => textAt(body, path) === "")) return undefined;
  const isRight =
    isAmount(textAt(body, "order.amount")) &&
    isCurrency(textAt(body, "order.currency")) &&
    isWebAddress(textAt(body, "order.redirectUrl")) &&
    isEmail(textAt(body, "billing.email"));
  if (!isRight) return undefined;
  const quickpay = await createQuickpay(
    {
      terminal,
      customerId: textAt(body, "customer.id"),
      methods: textAt(body, "order.methods"),
      decision: "approve",
      status: "pending",
      backUrl: textAt(body, "order.redirectUrl"),
      notes: textAt(body, "order.remark"),
      description: textAt(body, "order.description"),
      merchantReferenceId: textAt(body, "merchant.referenceId"),
      asks: "consent",
    },
    context,
  );
  return toData(quickpay, context);
};

/** Returns a stored means of payment, and the newest where several fit. */
export const queryByJson: JsonHandler = async ({ terminal, body }, context) => {
  const named = Object.keys(QUERIED).filter((path) => textAt(body, path) !== "");
  const [path = ""] = named;
  if (named.length !== 1) return undefined;
  const wanted = textAt(body, path);
  const found = [...(await context.state.quickpaysOn(terminal))]
    .reverse()
    .find((item) => QUERIED[path]?.(item) === wanted);
  if (!found) return undefined;
  const isActive = isChargeable(found, context.now());
  const quickpay = {
    id: found.status === "pending" ? "" : found.id,
    status: isActive ? INFERRED.quickpayStatus.active : INFERRED.quickpayStatus.other,
    expiryTime: toDateText(found.expiresAtMs, context.zoneMs),
  };
  return { ...toData(found, context), quickpay };
};

/** Ends a stored means of payment. One that has ended already stays so. */
export const cancelByJson: JsonHandler = async ({ terminal, body }, context) => {
  const found = await context.state.quickpay(textAt(body, "quickpay.id"));
  if (!found || found.terminal !== terminal || found.status === "pending") return undefined;
  await context.state.saveQuickpay({ ...found, status: "cancelled" });
  return {};
};

function toData(quickpay: SandboxQuickpay, { account, origin }: GatewayContext): object {
  const { terminal, methods, referenceId, notes, description, merchantReferenceId, token, status } = quickpay;
  return {
    account,
    terminal,
    order: { methods, referenceId, remark: notes, description },
    url: status === "pending" ? `${origin}${QUICKPAY_PATH}${token}` : "",
    merchant: { referenceId: merchantReferenceId },
  };
}
