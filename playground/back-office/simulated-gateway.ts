import type { DenoEnv } from "oceanpayment/deno";
import { createSandbox, type Sandbox } from "oceanpayment/testing";
import { deno } from "./deno-host.ts";

/** A simulated gateway at work, and the variables of a client that talks to it. */
export interface SimulatedGateway {
  readonly origin: string;
  readonly sandbox: Sandbox;
  readonly env: DenoEnv;
}

const HOST = "127.0.0.1";

/** Starts a simulated gateway with an app of OPCard's, on a free port of this machine. It ends with the script. */
export async function startOpcardGateway(): Promise<SimulatedGateway> {
  const sandbox = await createSandbox();
  const origin = serve(sandbox);
  const { appKey, appSecret } = sandbox.opcardConfig();
  const env = variables({
    OCEANPAYMENT_ENVIRONMENT: "sandbox",
    OCEANPAYMENT_APP_KEY: appKey,
    OCEANPAYMENT_APP_SECRET: appSecret(),
    OCEANPAYMENT_OPCARD_HOST: origin,
  });
  return { origin, sandbox, env };
}

/** Starts a simulated gateway with an OPCCOUNT account: of the merchant's key pair it has the public half alone. */
export async function startOpccountGateway(): Promise<SimulatedGateway> {
  const { publicKey, privateKeyPem } = await createMerchantKey();
  const opccountNo = "VA900001";
  const vaCode = "1900000000000000001";
  const sandbox = await createSandbox({ opccount: { opccountNo, vaCode, publicKey } });
  const origin = serve(sandbox);
  const env = variables({
    OCEANPAYMENT_OPCCOUNT_NO: opccountNo,
    OCEANPAYMENT_VA_CODE: vaCode,
    OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: privateKeyPem,
    OCEANPAYMENT_OPCCOUNT_HOST: origin,
  });
  return { origin, sandbox, env };
}

function serve(sandbox: Sandbox): string {
  const { addr } = deno.serve({ hostname: HOST, port: 0, onListen: () => {} }, (request) => sandbox.fetch(request));
  return `http://${HOST}:${addr.port}`;
}

function variables(values: Readonly<Record<string, string>>): DenoEnv {
  return { get: (name) => values[name] };
}

/** As a merchant does it once, with OpenSSL say; the public half then goes to Oceanpayment. */
async function createMerchantKey(): Promise<{ readonly publicKey: JsonWebKey; readonly privateKeyPem: string }> {
  const modulus = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const pair = await crypto.subtle.generateKey({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", ...modulus }, true, [
    "sign",
    "verify",
  ]);
  const publicKey = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const base64 = btoa(String.fromCharCode(...pkcs8));
  const lines = base64.match(/.{1,64}/g) ?? [];
  const [begin, end] = ["BEGIN", "END"].map((word) => `-----${word} PRIVATE KEY-----`);
  return { publicKey, privateKeyPem: [begin, ...lines, end].join("\n") };
}
