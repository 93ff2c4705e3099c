import { fromDateText, toDateText } from "../calendar.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { INFERRED, STATED } from "../inferred.ts";
import { notFound, opcardAnswer, opcardRefusal, wrongParameter } from "./api-answers.ts";
import { addEvidence, type ApiDispute, disputesOf, findDispute } from "./dispute-records.ts";
import { oneOf, optional, scalarLike, wrongMember } from "./member-checks.ts";
import { asApp } from "./tokens.ts";

/** Answers the list of disputes, oldest first: at both of its paths. */
export const listDisputes = asApp(async (request, context) => {
  const { zoneMs, api } = context;
  const isDate = (value: unknown) => fromDateText(String(value), zoneMs) !== undefined;
  const wrong = wrongMember(request, {
    from_created_at: optional(isDate),
    to_created_at: optional(isDate),
    type: optional(oneOf(["dispute", "disputes-period"])),
    page: optional(scalarLike(/^[1-9]\d{0,5}$/)),
    limit: optional((value) => STATED.disputeLimits.includes(String(value))),
  });
  if (wrong) return wrongParameter(wrong);
  const { from_created_at, to_created_at, type, page = 1, limit = INFERRED.opcard.disputeLimit } = request.parameters;
  const fromMs = fromDateText(String(from_created_at), zoneMs) ?? 0;
  // A date names a whole second.
  const endMs = (fromDateText(String(to_created_at), zoneMs) ?? Number.POSITIVE_INFINITY) + 1000;
  if (endMs <= fromMs) return wrongParameter("to_created_at is wrong");
  const found = (await disputesOf(api)).filter(
    (dispute) =>
      dispute.createdAtMs >= fromMs && dispute.createdAtMs < endMs && (type === undefined || dispute.type === type),
  );
  const end = Number(page) * Number(limit);
  return opcardAnswer({
    data: found.slice(end - Number(limit), end).map((dispute) => toJson(dispute, context)),
    // Pages have numbers here: no cursor names the next.
    next_cursor: INFERRED.opcard.lastCursor,
    has_more: end < found.length,
  });
});

/** Answers the question for one dispute. */
export const getDispute = asApp(async (request, context) => {
  const wrong = wrongMember(request, {});
  if (wrong) return wrongParameter(wrong);
  const dispute = await findDispute(request.path.id ?? "", context.api);
  return dispute ? opcardAnswer(toJson(dispute, context)) : notFound("id");
});

/** Answers a dispute's update: keeps whatever evidence is sent, while the dispute is open. */
export const updateDispute = asApp(async (request, context) => {
  const dispute = await findDispute(request.path.id ?? "", context.api);
  if (!dispute) return notFound("id");
  if (Object.keys(request.parameters).length === 0) return wrongParameter("no evidence is sent");
  if (dispute.status !== "open") return opcardRefusal(INFERRED.opcard.codes.ended, "the dispute has ended");
  await addEvidence(dispute.disputeId, request.parameters, context.api);
  return opcardAnswer(toJson(dispute, context));
});

/** How an answer shows a dispute: no source tells (inferred). */
function toJson(dispute: ApiDispute, { zoneMs }: GatewayContext) {
  return {
    id: BigInt(dispute.disputeId),
    type: dispute.type,
    reason: dispute.reason,
    payment_id: dispute.paymentId === "" ? null : BigInt(dispute.paymentId),
    order_number: dispute.orderNumber,
    currency: dispute.currency,
    amount: dispute.amount,
    status: dispute.status,
    created_at: toDateText(dispute.createdAtMs, zoneMs),
  };
}
