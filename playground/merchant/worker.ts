import { isOceanpaymentError } from "oceanpayment/edge";
import { askFromPage } from "./ask.ts";
import { createOrder, pay, showConfig, showOrder } from "./checkout.ts";
import { chargeMember, joinClub, leaveClub, returnToClub, showMember } from "./club.ts";
import { createContext, type Handler, type Lifetime, type MerchantEnv } from "./context.ts";
import { openEmbedded } from "./embedded.ts";
import { openHosted } from "./hosted.ts";
import { driveNotices, takeNotice } from "./notices.ts";
import { askFromOffice, capture, compare, inOffice, refund, renew, showOffice, voidOrder } from "./office.ts";
import { asset, HEADERS, page, pageWithForm, pageWithScript } from "./pages.ts";
import { rehearse } from "./rehearse.ts";
import { comeBack } from "./returns.ts";

const routes: Readonly<Record<string, Handler>> = {
  // The shop's pages
  "GET /": page("checkout.html"),
  "GET /reserve": page("checkout.html"),
  "GET /flows": page("flows.html"),
  "GET /hosted": pageWithForm("hosted.html"),
  "GET /embedded": pageWithScript("embedded.html"),
  "GET /club": pageWithForm("club.html"),
  "GET /club/*": page("member.html"),
  "GET /orders/*": page("order.html"),
  "GET /office": inOffice(page("office.html")),
  "GET /assets/*": (context) => Promise.resolve(asset(context, context.name)),

  // What its pages ask for
  "GET /api/config": showConfig,
  "POST /api/orders": createOrder,
  "GET /api/orders/*": showOrder,
  "POST /api/ask/*": askFromPage,
  "POST /api/pay": pay,
  "POST /api/hosted": openHosted,
  "POST /api/embedded": openEmbedded,
  "POST /api/club": joinClub,
  "GET /api/club/*": showMember,
  "POST /api/club-start/*": (context) => chargeMember(context, context.name, "first"),
  "POST /api/club-leave/*": leaveClub,

  // Where shoppers and the gateway come back to
  "POST /return/*": comeBack,
  "GET /return/*": comeBack,
  "POST /club-return/*": returnToClub,
  "GET /club-return/*": returnToClub,
  "POST /notice": takeNotice,

  // The merchant's own
  "GET /api/office": inOffice(showOffice),
  "POST /api/office/capture": inOffice(capture),
  "POST /api/office/void": inOffice(voidOrder),
  "POST /api/office/refund": inOffice(refund),
  "POST /api/office/ask": inOffice(askFromOffice),
  "POST /api/office/renew": inOffice(renew),
  "POST /api/office/reconcile": inOffice(compare),
  "POST /api/office/rehearse": inOffice(rehearse),
};

export default {
  async fetch(request: Request, env: MerchantEnv, lifetime: Lifetime): Promise<Response> {
    const response = await route(request, env, lifetime);
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return response;
  },

  /** By a Cron Trigger: what a notice was to do, and could not, is done now. */
  async scheduled(_controller: unknown, env: MerchantEnv): Promise<void> {
    await driveNotices(env);
  },
};

async function route(request: Request, env: MerchantEnv, lifetime: Lifetime): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, first = "", second = "", third] = pathname.split("/");
  const wildcard = third === undefined ? `/${first}/*` : `/${first}/${second}/*`;
  const exact = routes[`${request.method} ${pathname}`];
  const handler = exact ?? routes[`${request.method} ${wildcard}`];
  if (!handler) return new Response("Not Found", { status: 404 });
  try {
    return await handler(await createContext(env, request, third ?? second, lifetime));
  } catch (error) {
    // Messages of the library hold no secret: whoever runs the playground reads which variable is wrong.
    if (!isOceanpaymentError(error)) throw error;
    return Response.json({ error: error.code, message: error.message }, { status: 500 });
  }
}
