import type { WireFields } from "../wire/signing.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import { INFERRED } from "./inferred.ts";
import { type Refusal, toDetails } from "./refusals.ts";
import { echoOf } from "./result-message.ts";

/** Why a call from an unknown address is refused (§2: the address must be registered first). */
export const ADDRESS_REFUSAL: Refusal = [INFERRED.addressRefusal, "IP address is not registered"];

/** Returns an order-management call's refusal: the code, and the code with its text (inferred). */
export function refusedQuery(fields: WireFields, refusal: Refusal): Answer {
  return xmlAnswer({ ...echoOf(fields, ["account", "terminal"]), results: refusal[0], details: toDetails(refusal) });
}
