import { INPUT, resultFields, signed, xmlOf } from "../edge/merchant.ts";
import { EMAIL, PAN, SECURE_CODE, SIGNATURE } from "./canaries.ts";

const marked = signed(resultFields({ order_notes: EMAIL }), SECURE_CODE);

/** Answers that a payment may meet, each with marked values in it. */
export const ANSWERS: readonly (() => Response | Promise<Response>)[] = [
  () => Promise.reject(new Error(`${SECURE_CODE} ${EMAIL} ${PAN}`)),
  () => new Response(`<h1>${PAN} ${SECURE_CODE}`, { status: 200 }),
  () => new Response(`${PAN}`, { status: 500, statusText: "canary.holder" }),
  () => new Response(null, { status: 302, headers: { location: `https://evil.example/${SECURE_CODE}` } }),
  () => new Response(`{"${PAN}":"${EMAIL}"}`, { headers: { "content-type": "application/json" } }),
  () => new Response(new Uint8Array([0xff, ...Buffer.from(PAN)])),
  () => new Response(xmlOf({ ...marked, signValue: SIGNATURE })),
  () => new Response(xmlOf({ ...marked, payment_details: `20013:${PAN}`, signValue: SIGNATURE })),
  () => new Response(xmlOf(signed(resultFields({ order_number: PAN }), SECURE_CODE))),
  () => new Response(xmlOf(signed(resultFields({ payment_details: `x ${PAN}` }), SECURE_CODE))),
  () => new Response(xmlOf(signed(resultFields({ order_notes: `0180000:${PAN}` }), SECURE_CODE))),
  () =>
    new Response(
      xmlOf({ ...signed(resultFields({ payment_status: "-1" }), SECURE_CODE), pay_url: `https://${PAN}.example/` }),
    ),
  () => new Response(xmlOf(signed(resultFields({ terminal: SECURE_CODE }), SECURE_CODE))),
  () => new Response(`<response><${"a"}>${PAN}&${EMAIL};</a></response>`),
  () => new Response(`<response><x>${PAN}</y></response>`),
];

export const PAYMENT = { ...INPUT, billing: { ...INPUT.billing, email: EMAIL.slice(0, 50) } };
