// Cloudflare Workers
export { fromEnv, senderAddress, type SecretsStoreSecret } from "./runtime/cloudflare.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
export type { ClientOptions } from "./runtime/credentials.ts";
