import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ACCOUNT = "900001";
const TERMINAL = "90000101";

/** Returns the simulated gateway's credentials: made once, kept beside its state. */
export function simulatedCredentials(stateDir) {
  const path = join(stateDir, "gateway.json");
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024, publicExponent: 0x10001 });
    const jwk = privateKey.export({ format: "jwk" });
    const made = {
      account: ACCOUNT,
      terminal: TERMINAL,
      secureCode: randomBytes(16).toString("hex"),
      privateKey: JSON.stringify(jwk),
      publicKey: Buffer.from(jwk.n, "base64url").toString("hex"),
    };
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
    return made;
  }
}

/** Returns the variables of a real gateway, or nothing where none is given. */
export function realCredentials(env) {
  const found = Object.entries(env).filter(([name]) => name.startsWith("OCEANPAYMENT_"));
  if (found.length === 0) return undefined;
  const { GATEWAY_TIME_ZONE } = env;
  return { ...Object.fromEntries(found), ...(GATEWAY_TIME_ZONE && { GATEWAY_TIME_ZONE }) };
}
