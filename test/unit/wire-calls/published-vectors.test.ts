import { describe, expect, it, test } from "vitest";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { spiedClient } from "../edge/merchant.ts";
import { NO_SHARED_FOLDER, readSharedJson } from "../shared-folder.ts";
import { fieldsOf, run } from "./probe.ts";

interface Vector {
  readonly name: string;
  readonly secureCode: string;
  readonly values: Readonly<Record<string, string>>;
  readonly signValue: string;
}

type Values = Vector["values"];

/** A time of the gateway's in UTC, by the platform's own reading. */
const utc = (text = "") => new Date(`${text.replace(" ", "T")}Z`);
const KINDS = { "1": "full", "2": "partial" };

/** What a caller passes to have a published example sent. */
const INPUTS: Readonly<Record<string, readonly [operation: string, input: (values: Values) => object]>> = {
  query_check_normal: ["orders.find", ({ order_number }) => ({ orderNumbers: [order_number] })],
  query_orders_list: [
    "orders.list",
    ({ order_beginDate, order_endDate }) => ({
      from: utc(order_beginDate),
      to: utc(order_endDate),
      timeZone: "+00:00",
    }),
  ],
  apply_refund: [
    "refunds.create",
    (values) => ({
      paymentId: values.payment_id,
      type: KINDS[values.refund_type as "1"],
      amount: values.refund_amount,
      currency: "USD",
      description: values.refund_description,
    }),
  ],
  query_refund: ["refunds.find", ({ refund_id }) => ({ refundId: refund_id })],
  quickpay_create_hosted: [
    "quickpay.buildCreateForm",
    (values) => ({
      customerId: values.customer_id,
      backUrl: values.backUrl,
      billing: {
        firstName: values.billing_firstName,
        lastName: values.billing_lastName,
        email: values.billing_email,
        country: "GB",
      },
    }),
  ],
};

describe("published vectors, sent by the public method", () => {
  const file = readSharedJson("vectors/signing.json") as { vectors: readonly Vector[] } | undefined;
  if (!file) return test.skip(`signing.json: ${NO_SHARED_FOLDER}`);

  it("all have a method", () => {
    expect(Object.keys(INPUTS).sort()).toEqual(file.vectors.map(({ name }) => name).sort());
  });

  it.each(file.vectors)("$name", async ({ name, secureCode, values, signValue }) => {
    const { account = "", terminal = "" } = values;
    const config: Partial<PaymentsConfig> = { account, terminals: [{ terminal, secureCode }] };
    const client = spiedClient("<response><results>00</results></response>", config);
    const [operation, input] = INPUTS[name]!;
    const ended = await run(client, operation, input(values));
    const isForm = operation === "quickpay.buildCreateForm";
    expect(client.sent).toHaveLength(isForm ? 0 : 1);
    const fields = isForm ? (ended as { fields: Values }).fields : fieldsOf(client.sent[0]!);
    expect(fields).toMatchObject({ ...values, signValue });
  });
});
