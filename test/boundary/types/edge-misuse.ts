import { createOceanpayment, createPayments, signValue, verifySignValue } from "oceanpayment/edge";

createPayments({ environment: "sandbox", account: "995149" });
createPayments({ environment: "sandbox", account: "995149", terminals: [{ terminal: "99514901" }] });
createOceanpayment({ environment: "live", payments: { account: "995149", terminals: [] } });
void signValue("payments.unknown", {}, "secret");
void signValue("payments.pay", { order_amount: 10 }, "secret");
export const verified: boolean = verifySignValue("payments.pay", {}, "secret", "found");
void createPayments(null as never).quickpay.find({ customerId: "C1", quickpayId: "both" });
void createPayments(null as never).payments.pay({ orderNumber: "A1", amount: "1", currency: "USD" });
void createPayments(null as never).orders.list({ from: "2030-01-01", to: new Date() });
