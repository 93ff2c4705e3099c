import { type DenoEnv, fromEnv, type Oceanpayment, senderAddress } from "oceanpayment/deno";

const env: DenoEnv = { get: (name) => (name === "OCEANPAYMENT_ACCOUNT" ? "995149" : undefined) };

export async function create(): Promise<Oceanpayment> {
  await fromEnv();
  return fromEnv(env, { fetch });
}

export const ip: string | undefined = senderAddress({ remoteAddr: { transport: "tcp", hostname: "192.0.2.1" } });
