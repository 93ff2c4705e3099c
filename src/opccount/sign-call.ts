import { toBase64 } from "../bytes/base64.ts";
import { utf8 } from "../bytes/utf8.ts";
import type { Sign } from "../crypto/rsa-sha256.ts";
import { InputError, shapeOf } from "../errors.ts";
import type { OpccountConfig, SignedText } from "../schema/opccount-config.ts";
import type { ApiParameters } from "../wire/api-question.ts";

/** What calls are signed with. */
export interface OpccountSigning extends Pick<OpccountConfig, "opccountNo" | "vaCode"> {
  readonly sign: Sign;
  readonly now: () => number;
  readonly signedText: SignedText;
}

/**
 * Returns the headers that authorise a call (stated, protocol.md §8): who calls, when in Unix seconds, and a signature over
 * the parameters, in base64.
 *
 * @throws InputError `invalid_config` where the configuration's clock tells no time, or its `signedText` gives no text.
 * @throws KeyError `invalid_key`, `crypto_unavailable`.
 */
export async function signCall(
  parameters: ApiParameters,
  { opccountNo, vaCode, sign, now, signedText }: OpccountSigning,
): Promise<Readonly<Record<string, string>>> {
  const timestamp = toTimestamp(now());
  // A copy, so that whoever makes the text changes nothing that is sent.
  const sent = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
  const text = signedText(Object.freeze(sent), timestamp);
  if (typeof text !== "string" || text === "") {
    throw new InputError("invalid_config", `"signedText" must return text, got ${shapeOf(text)}`, {
      field: "signedText",
    });
  }
  const signature = toBase64(await sign(utf8(text)));
  return { "Opccount-No": opccountNo, "Va-Code": vaCode, Sign: signature, Timestamp: timestamp };
}

function toTimestamp(nowMs: number): string {
  if (typeof nowMs !== "number" || !Number.isSafeInteger(Math.floor(nowMs)) || nowMs < 0) {
    throw new InputError("invalid_config", `"now" must return milliseconds since 1970, got ${shapeOf(nowMs)}`, {
      field: "now",
    });
  }
  return `${Math.floor(nowMs / 1000)}`;
}
