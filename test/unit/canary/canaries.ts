import { inspect } from "node:util";
import type { Card } from "../../../src/card/card.ts";
import { rsaKey } from "../rsa-keys.ts";

/** A PAN with a right check digit that occurs nowhere else. */
export const PAN = "4539087261534829";
export const CVV = "8317";
export const SECURE_CODE = "Zq7-canary-secure-code-x91";
export const EMAIL = "canary.holder@mail.canary-domain.example";
/** 64 hex digits: a signature somebody presents. */
export const SIGNATURE = "C0FFEE17".repeat(8);

export const CARD: Card = { number: PAN, expiryMonth: "11", expiryYear: "2033", securityCode: CVV };

export type CanaryName = "pan" | "cvv" | "secureCode" | "email" | "signature" | "privateKey";

/** Runs of each marked value that must appear nowhere: parts of it would be a leak as well. */
export async function canaryRuns(): Promise<Readonly<Record<CanaryName, readonly RegExp[]>>> {
  const { pem, jwk } = await privateCanary();
  const body = pem.replace(/-----[A-Z ]+-----|\s/g, "");
  const keyRuns = [
    body.slice(60, 84),
    body.slice(400, 424),
    ...["d", "p", "q"].map((name) => (jwk[name as "d"] as string).slice(4, 28)),
  ];
  return {
    // Ten digits in one run: the first six and last four may be shown.
    pan: [PAN.slice(0, 10), PAN.slice(3, 13), PAN.slice(6)].map(literal),
    cvv: [new RegExp(`(?<![0-9A-Za-z+/=_])${CVV}(?![0-9A-Za-z+/=_])`)],
    secureCode: [SECURE_CODE.slice(0, 8), SECURE_CODE.slice(4, 16), SECURE_CODE.slice(-10)].map(literal),
    email: ["canary.holder", "canary-domain"].map(literal),
    signature: [new RegExp(SIGNATURE.slice(0, 16), "i")],
    privateKey: keyRuns.map(literal),
  };
}

/** The marked private key: of a pair of which the public half is nobody's secret. */
export async function privateCanary(): Promise<{ pem: string; jwk: JsonWebKey; hex: string }> {
  const { privateKey, hex } = await rsaKey(1024);
  return {
    pem: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    jwk: privateKey.export({ format: "jwk" }) as JsonWebKey,
    hex,
  };
}

/** Everything by which a program may show a value: messages, text, JSON, and the deepest look Node has. */
export function showAll(value: unknown): string {
  const shown = [
    inspect(value, { showHidden: true, depth: Infinity, getters: true, maxStringLength: null, maxArrayLength: null }),
  ];
  const tries: readonly (() => unknown)[] = [
    () => String(value),
    () => `${value as string}`,
    () => JSON.stringify(value),
    () => JSON.stringify(Object.getOwnPropertyDescriptors(value ?? {})),
  ];
  for (const attempt of tries) {
    try {
      shown.push(String(attempt()));
    } catch {
      // What can't be shown in this way shows nothing.
    }
  }
  if (value instanceof Error) shown.push(value.name, value.message, value.stack ?? "", showCause(value.cause));
  return shown.join("\n");
}

function showCause(cause: unknown): string {
  return cause === undefined ? "" : `cause: ${showAll(cause)}`;
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
}
