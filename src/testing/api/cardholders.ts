import { toDateText } from "../calendar.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { createLongId } from "../ids.ts";
import { notFound, opcardAnswer, wrongParameter } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import type { AppRequest } from "./api-request.ts";
import { listKept, readKept } from "./kept.ts";
import { isEmailText, isText, type Members, needed, optional, textLike, wrongMember } from "./member-checks.ts";
import { answerPage } from "./pages-by-cursor.ts";
import { asApp } from "./tokens.ts";

/** A card holder as the simulated gateway keeps it. */
export interface SandboxCardholder {
  /** 19 digits. */
  readonly cardholderId: string;
  readonly appKey: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly phoneAreaCode: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

const PREFIX = "opcard/cardholder/";

/** A holder's members (stated, protocol.md §7), and what each is here; that all are needed is inferred. */
const MEMBERS = {
  first_name: ["firstName", isText],
  last_name: ["lastName", isText],
  email: ["email", isEmailText],
  phone: ["phone", textLike(/^\d{4,15}$/)],
  phone_area_code: ["phoneAreaCode", textLike(/^\+?\d{1,4}$/)],
} as const;

/** Answers the call that makes a card holder. */
export const createCardholder = asApp(async (request, context) => {
  const wrong = wrongMember(request, membersBy(needed));
  if (wrong) return wrongParameter(wrong);
  const nowMs = context.now();
  const holder: SandboxCardholder = {
    ...{ firstName: "", lastName: "", email: "", phone: "", phoneAreaCode: "" },
    ...sent(request),
    cardholderId: `${await createLongId(context)}`,
    appKey: request.appKey,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  await context.api.store.put(PREFIX + holder.cardholderId, holder);
  return opcardAnswer(toJson(holder, context));
});

/** Answers the list of card holders, oldest first. */
export const listCardholders = asApp(async (request, context) => {
  const all = await cardholdersOf(context.api);
  const items = all.filter((holder) => holder.appKey === request.appKey);
  const idOf = (holder: SandboxCardholder) => holder.cardholderId;
  return answerPage(request, { items, idOf, toJson: (holder) => toJson(holder, context) }, context);
});

/** Answers the question for one card holder. */
export const getCardholder = asApp(async (request, context) => {
  const wrong = wrongMember(request, {});
  if (wrong) return wrongParameter(wrong);
  const holder = await findCardholder(request.path.id ?? "", request, context);
  return holder ? opcardAnswer(toJson(holder, context)) : notFound("card_holder_id");
});

/** Answers a card holder's change: what is not sent stays. */
export const updateCardholder = asApp(async (request, context) => {
  const wrong = wrongMember(request, membersBy(optional));
  if (wrong) return wrongParameter(wrong);
  if (Object.keys(request.parameters).length === 0) return wrongParameter("nothing is changed");
  const holder = await findCardholder(request.path.id ?? "", request, context);
  if (!holder) return notFound("card_holder_id");
  const changed = { ...holder, ...sent(request), updatedAtMs: context.now() };
  await context.api.store.put(PREFIX + holder.cardholderId, changed);
  return opcardAnswer(toJson(changed, context));
});

/** Returns an app's card holder, or nothing: another app's is none. */
export async function findCardholder(
  id: string,
  { appKey }: Pick<AppRequest, "appKey">,
  { api }: Pick<GatewayContext, "api">,
): Promise<SandboxCardholder | undefined> {
  const found = await readKept<SandboxCardholder>(api.store, PREFIX + id);
  return found?.appKey === appKey ? found : undefined;
}

/** Returns all card holders, oldest first. */
export function cardholdersOf({ store }: ApiSide): Promise<readonly SandboxCardholder[]> {
  return listKept(store, PREFIX);
}

function membersBy(kind: typeof needed): Members {
  return Object.fromEntries(Object.entries(MEMBERS).map(([name, [, is]]) => [name, kind(is)]));
}

function sent({ parameters }: AppRequest): Readonly<Record<string, string>> {
  const given = Object.entries(MEMBERS).filter(([name]) => parameters[name] !== undefined);
  return Object.fromEntries(given.map(([name, [own]]) => [own, String(parameters[name])]));
}

/** How an answer shows a holder: the members that are sent (stated), and its times (inferred). */
function toJson(holder: SandboxCardholder, { zoneMs }: GatewayContext) {
  return {
    card_holder_id: BigInt(holder.cardholderId),
    ...Object.fromEntries(Object.entries(MEMBERS).map(([name, [own]]) => [name, holder[own]])),
    created_at: toDateText(holder.createdAtMs, zoneMs),
    updated_at: toDateText(holder.updatedAtMs, zoneMs),
  };
}
