// Cloudflare Workers
export { fromEnv, senderAddress, type ClientOptions, type SecretsStoreSecret } from "./runtime/cloudflare.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
