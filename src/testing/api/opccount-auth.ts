import { fromBase64 } from "../../bytes/base64.ts";
import { utf8 } from "../../bytes/utf8.ts";
import { verifyRsaSha256 } from "../../crypto/rsa-sha256.ts";
import type { Answer } from "../answers.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { INFERRED } from "../inferred.ts";
import { foreignRefusal, opccountRefusal } from "./api-answers.ts";
import type { ApiHandler, ApiRequest } from "./api-request.ts";

const { codes, clockMs } = INFERRED.opccount;

/** Returns what answers calls whose headers prove them to be the merchant's (stated, protocol.md §8). */
export function asMerchant(answer: ApiHandler): ApiHandler {
  return async (request, context) => (await refuseStranger(request, context)) ?? answer(request, context);
}

async function refuseStranger(request: ApiRequest, { api, now }: GatewayContext): Promise<Answer | undefined> {
  const [account, vaCode, sign, timestamp] = ["Opccount-No", "Va-Code", "Sign", "Timestamp"].map(
    (name) => request.headers.get(name) ?? "",
  ) as [string, string, string, string];
  const { opccountNo, vaCode: ownVaCode, foreignAccounts, publicKey } = api.opccount;
  if (foreignAccounts.includes(account)) return opccountRefusal(...foreignRefusal(api.environment));
  if (account !== opccountNo || vaCode !== ownVaCode) {
    return opccountRefusal(codes.account, "Opccount-No and Va-Code do not match");
  }
  if (!/^\d{10}$/.test(timestamp)) return opccountRefusal(codes.other, "Timestamp is wrong");
  const key = publicKey();
  const signature = /^[A-Za-z\d+/]+={0,2}$/.test(sign) ? fromBase64(sign) : undefined;
  const isGood =
    key !== undefined &&
    signature !== undefined &&
    (await verifyRsaSha256(key, { message: utf8(signedText(request, timestamp)), signature }));
  if (!isGood) return opccountRefusal(codes.signature, "Sign is wrong");
  if (Math.abs(Number(timestamp) * 1000 - now()) > clockMs) return opccountRefusal(codes.other, "Timestamp is too far");
  return undefined;
}

/**
 * The text that is signed: all parameters but files, and `timestamp` as text, sorted by name (stated), as compact JSON
 * (inferred). Values are as they were sent; of a form they are texts.
 */
function signedText({ texts }: ApiRequest, timestamp: string): string {
  const members = [...texts, ["timestamp", JSON.stringify(timestamp)] as const];
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
}
