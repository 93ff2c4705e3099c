// Deno
export { fromEnv, senderAddress, type ClientOptions, type ConnectionInfo, type DenoEnv } from "./runtime/deno.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
