import { toHex } from "../bytes/hex.ts";
import { utf8 } from "../bytes/utf8.ts";
import { sha256 } from "../crypto/sha256.ts";
import type { GatewayContext } from "./gateway-context.ts";

type IdContext = Pick<GatewayContext, "state" | "now" | "privateKey">;

/** 21 digits, as long as in the published samples; how they are made is inferred: the time to the second, and nine more. */
export async function createNumberId({ state, now }: IdContext): Promise<string> {
  const time = new Date(now()).toISOString().replace(/\D/g, "").slice(2, 14);
  return time + `${await state.nextNumber()}`.padStart(9, "0");
}

/**
 * 19 digits, as the card holders' ids of the published samples; how they are made is inferred: the time to the second, six
 * that count and a 7. Odd at the end, such a number is never one that a float can hold.
 */
export async function createLongId({ state, now }: Pick<IdContext, "state" | "now">): Promise<bigint> {
  const time = new Date(now()).toISOString().replace(/\D/g, "").slice(2, 14);
  return BigInt(`${time}${`${(await state.nextNumber()) % 1_000_000}`.padStart(6, "0")}7`);
}

/** A path nobody guesses who has not the gateway's key, and the same in every run that is the same. */
export async function createToken(subject: string, { privateKey }: Pick<IdContext, "privateKey">): Promise<string> {
  return toHex(await sha256(utf8(`${subject}/${privateKey.d}`))).slice(0, 32);
}

/** A QuickPay id is a UUID (stated, §6.5): here of the version for ids made in one's own way (RFC 9562 §5.8). */
export async function createUuid(subject: string, context: Pick<IdContext, "privateKey">): Promise<string> {
  const hex = await createToken(`quickpay/${subject}`, context);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)];
  return parts.join("-");
}
