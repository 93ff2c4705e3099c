import {
  createOceanpayment,
  createOpccount,
  createOpcard,
  createPayments,
  signValue,
  verifySignValue,
} from "oceanpayment/edge";

createPayments({ environment: "sandbox", account: "995149" });
createPayments({ environment: "sandbox", account: "995149", terminals: [{ terminal: "99514901" }] });
createOceanpayment({ environment: "live", payments: { account: "995149", terminals: [] } });
void signValue("payments.unknown", {}, "secret");
void signValue("payments.pay", { order_amount: 10 }, "secret");
export const verified: boolean = verifySignValue("payments.pay", {}, "secret", "found");
void createPayments(null as never).quickpay.find({ customerId: "C1", quickpayId: "both" });
void createPayments(null as never).payments.pay({ orderNumber: "A1", amount: "1", currency: "USD" });
void createPayments(null as never).orders.list({ from: "2030-01-01", to: new Date() });
void createOceanpayment({ environment: "sandbox", opcard: { appKey: "key", appSecret: "s" } }).payments;
void createOpcard({ environment: "sandbox", appKey: "key" });
void createOpcard(null as never).cards.create({ name: "Office", validUntil: "202805", programValue: "01" });
void createOpccount(null as never).withdrawals.apply({
  accountKey: "1",
  currency: "XXX",
  amount: "1",
  feeBearer: "BEN",
});
