import { InputError } from "../errors.ts";
import type { OrderToPay, PaymentDetails } from "../schema/order-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import { countOutcomeCuts } from "../wire/outcome-cuts.ts";

/**
 * Neither what is signed here nor what the gateway will sign of it may read as an outcome by itself. A request that does
 * would lend its signature to a forged result; a result with a second outcome could not be told from a forged one. Values
 * stand one after another with no mark between them, so each row is looked at as a whole.
 *
 * @throws InputError `invalid_field`, naming the first value that completes what reads as an outcome.
 */
export function assertNoOutcome(
  { orderNumber, currency, amount, notes, billing }: OrderToPay & PaymentDetails,
  { account, terminal }: Merchant,
): void {
  const order = [["orderNumber", account + terminal + orderNumber + currency + amount]] as const;
  const person = (["firstName", "lastName", "email"] as const).map(
    (name) => [`billing.${name}`, billing[name]] as const,
  );
  for (const row of [
    [...order, ...person],
    [...order, ["notes", notes ?? ""] as const],
  ]) {
    let text = "";
    const found = row.find(([, value]) => countOutcomeCuts((text += value)) > 0);
    if (!found) continue;
    const [field] = found;
    throw new InputError(
      "invalid_field",
      `"${field}" must not read as a payment's outcome, with what is signed before it`,
      {
        field,
      },
    );
  }
}
