import { readBody } from "../http/read-body.ts";
import { fromForm } from "../wire/form.ts";
import { type Answer, pageAnswer, toResponse } from "./answers.ts";
import { answerChallenge } from "./challenge-page.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { HOSTED_PATH } from "./hosted-pay.ts";
import { answerHostedPage } from "./hosted-page.ts";
import type { PageRequest } from "./page-request.ts";
import { pageStyle, returnScript } from "./pages.ts";
import { CHALLENGE_PATH } from "./payment-life.ts";
import { answerQuickpayPage, QUICKPAY_PATH } from "./quickpay-page.ts";

type Page = (request: PageRequest, context: GatewayContext) => Promise<Answer | undefined>;

const MOST_FORM_BYTES = 64 * 1024;

/** The pages of the simulated gateway, by the beginning of their paths. */
const PAGES: Readonly<Record<string, Page>> = {
  [CHALLENGE_PATH]: answerChallenge,
  [HOSTED_PATH]: answerHostedPage,
  [QUICKPAY_PATH]: answerQuickpayPage,
};

/** The files its pages need: no page holds a style or a script itself, so that its policy can forbid all others. */
const FILES: Readonly<Record<string, readonly [body: string, type: string]>> = {
  "/sandbox/style.css": [pageStyle, "text/css"],
  "/sandbox/return.js": [returnScript, "text/javascript"],
};

/** Answers what is asked of the pages of the simulated gateway; nothing where a path is none of theirs. */
export async function answerPages(request: Request, context: GatewayContext): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  const file = Object.hasOwn(FILES, pathname) ? FILES[pathname] : undefined;
  if (file) return new Response(file[0], { headers: { "content-type": `${file[1]}; charset=utf-8` } });
  const found = Object.entries(PAGES).find(([path]) => pathname.startsWith(path));
  if (!found) return undefined;
  const [path, page] = found;
  const isPost = request.method === "POST";
  const { answer = "" } = isPost ? fromForm(await readBody(request.body, MOST_FORM_BYTES)) : {};
  const asked = { token: pathname.slice(path.length), answer: isPost ? answer : undefined };
  const answered = await context.inTurn(() => page(asked, context));
  return toResponse(answered ?? { ...pageAnswer("No such page"), status: 404 });
}
