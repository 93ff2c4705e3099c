import { boundaryCases } from "./boundary.ts";
import { bytesCases } from "./bytes.ts";
import { callsCases } from "./calls.ts";
import { cardCases } from "./card.ts";
import type { Case } from "./case.ts";
import { cryptoCases } from "./crypto.ts";
import { encryptionCases } from "./encryption.ts";
import { environmentCases } from "./environment.ts";
import { errorsCases } from "./errors.ts";
import { formCases } from "./form.ts";
import { handlerCases } from "./handler.ts";
import { hostsCases } from "./hosts.ts";
import { jsonCases } from "./json.ts";
import { keysCases } from "./public-keys.ts";
import { notificationsCases } from "./notifications.ts";
import { opccountCases } from "./opccount.ts";
import { opcardCases } from "./opcard.ts";
import { pageCases } from "./page.ts";
import { paymentsCases } from "./payments.ts";
import { platformCases } from "./platform.ts";
import { sandboxCases } from "./sandbox.ts";
import { signingCases } from "./signing.ts";
import { transportCases } from "./transport.ts";
import { xmlCases } from "./xml.ts";

/** The whole suite, in the order of the layers. */
export const cases: readonly Case[] = [
  ...platformCases,
  ...errorsCases,
  ...environmentCases,
  ...bytesCases,
  ...cryptoCases,
  ...keysCases,
  ...cardCases,
  ...encryptionCases,
  ...formCases,
  ...jsonCases,
  ...xmlCases,
  ...signingCases,
  ...paymentsCases,
  ...transportCases,
  ...callsCases,
  ...opcardCases,
  ...opccountCases,
  ...notificationsCases,
  ...handlerCases,
  ...hostsCases,
  ...pageCases,
  ...sandboxCases,
  ...boundaryCases,
];
