import { InputError, shapeOf, SignatureError } from "../errors.ts";

/** The addresses Oceanpayment sends notices from (stated, protocol.md §6.7). They may change: ask for the present list. */
export const NOTICE_SENDERS: readonly string[] = Object.freeze([
  "153.254.110.82",
  "218.213.69.2",
  "52.77.42.94",
  "52.220.14.99",
  "183.47.51.150",
  "47.76.241.251",
  "203.131.246.62",
]);

/**
 * Refuses a sender that is not on the list. The address is the connection's own, as the host tells it (`senderAddress` of
 * the adapters): a header such as `X-Forwarded-For` is its sender's word.
 *
 * @throws SignatureError `unknown_sender`, also where no address is known.
 */
export function assertSender(address: string | undefined, allowed: readonly string[] | undefined): void {
  if (allowed === undefined) return;
  if (!Array.isArray(allowed)) {
    throw new InputError("invalid_argument", `"allowedSenders" must be a list, got ${shapeOf(allowed)}`, {
      field: "allowedSenders",
    });
  }
  if (typeof address === "string" && allowed.some((item) => plainAddress(item) === plainAddress(address))) return;
  throw new SignatureError(
    "unknown_sender",
    address === undefined
      ? "the notice's sender is not known: pass the connection's address as senderAddress"
      : "the notice comes from an address that is not on the list of allowed senders",
  );
}

/** An IPv4 address that reached an IPv6 socket is the same one. */
function plainAddress(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, "");
}
