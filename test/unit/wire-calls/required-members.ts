/** The members that each operation can't do without. */
export const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  "payments.pay": ["orderNumber", "amount", "currency", "cardData", "billing", "backUrl"],
  "payments.createHosted": ["orderNumber", "amount", "currency", "billing", "backUrl"],
  "payments.buildHostedForm": ["orderNumber", "amount", "currency", "billing", "backUrl"],
  "payments.createLink": ["orderNumber", "amount", "currency", "billing", "backUrl"],
  "payments.buildEmbeddedFields": ["orderNumber", "findOrder", "billing", "backUrl"],
  "payments.capture": ["paymentId"],
  "payments.void": ["paymentId"],
  // Without its number it is a void of a card payment, whose id is missing: see the test.
  "payments.voidOffline": [],
  "payments.declareCustoms": ["paymentId", "type", "payerName", "customs", "customsNumber"],
  "orders.find": [],
  "orders.list": ["from", "to", "timeZone"],
  "orders.listBusiness": ["from", "to", "timeZone"],
  "orders.listDisputes": ["from", "to", "timeZone"],
  "orders.uploadTracking": ["trackingNumber", "site", "handler"],
  "refunds.create": ["paymentId", "type", "amount", "currency", "description"],
  "refunds.find": ["refundId"],
  "quickpay.buildCreateForm": ["customerId", "billing", "backUrl"],
  "quickpay.create": ["methods", "currency", "amount", "merchantReference", "customerId", "redirectUrl", "billing", "device"], // prettier-ignore
  "quickpay.find": [],
  "quickpay.cancel": ["quickpayId"],
  "quickpay.charge": ["orderNumber", "amount", "currency", "quickpayId", "serviceMode", "billing", "backUrl"],
  "checks.account": ["site"],
  "checks.cardBins": ["bins"],
};
