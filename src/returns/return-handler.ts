import { InputError, isOceanpaymentError, type OceanpaymentError, shapeOf } from "../errors.ts";
import type { PaymentReturn } from "./read-return.ts";

/** What a handler of returns is made of. */
export interface ReturnHandlerOptions {
  /**
   * Returns the address of the merchant's page that the shopper is sent on to: a path, or an http address. It is told
   * what was read, or why nothing could be. Put nothing of the payment into it but your own order's number.
   */
  readonly location: (
    returned: PaymentReturn | undefined,
    error: OceanpaymentError | undefined,
  ) => string | URL | Promise<string | URL>;
}

/** Answers the shopper's browser at `backUrl`. */
export type ReturnHandler = (request: Request) => Promise<Response>;

/**
 * Returns the function that answers at `backUrl`: by 303 to a page of the merchant's. The gateway sends the shopper by a
 * form POST from its own site: cookies that are `SameSite=Lax` are missing from it, and a reload would post it again.
 */
export function createReturnHandler(
  { location }: ReturnHandlerOptions,
  read: (request: Request) => Promise<PaymentReturn>,
): ReturnHandler {
  return async (request) => {
    let returned: PaymentReturn | undefined;
    let failure: OceanpaymentError | undefined;
    try {
      returned = await read(request);
    } catch (error) {
      if (!isOceanpaymentError(error)) throw error;
      failure = error;
    }
    return new Response(null, {
      status: 303,
      headers: {
        location: toLocation(await location(returned, failure)),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      },
    });
  };
}

/** Only paths and http addresses: what a lookup returned must not turn into another scheme, or another host. */
function toLocation(found: unknown): string {
  const text = found instanceof URL ? found.href : found;
  const isPath = typeof text === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(text);
  const isAddress = typeof text === "string" && /^https?:\/\/[\x21-\x7e]+$/.test(text);
  if (!isPath && !isAddress) {
    throw new InputError("invalid_argument", `"location" must return a path or an http address, got ${shapeOf(text)}`, {
      field: "location",
    });
  }
  return text as string;
}
