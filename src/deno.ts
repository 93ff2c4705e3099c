// Deno
export { fromEnv, senderAddress, type ConnectionInfo, type DenoEnv } from "./runtime/deno.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
export type { ClientOptions } from "./runtime/credentials.ts";
