import type { CallFault } from "../../../src/testing/faults.ts";
import type { CallName } from "./every-call.ts";

/** The columns of the table. */
export const COLUMNS: readonly CallFault[] = [
  "timeout-before",
  "timeout-during",
  "timeout-after",
  "http-500",
  "html-error",
  "truncated-answer",
  "wrong-signature",
  "redirect",
];

// Changes. What the caller is told, and what the gateway then holds. Sent once, so it is the same whether a fault passes.
const T0 = "timeout, unknown; not done";
const T1 = "timeout, unknown; done once";
const S0 = "http_status 500, unknown; not done";
const X0 = "malformed_xml, unknown; not done";
const X1 = "malformed_xml, unknown; done once";
const J0 = "malformed_json, unknown; not done";
const J1 = "malformed_json, unknown; done once";
const V1 = "invalid_signature, unknown; done once";
// No source tells how this answer is signed: nobody can know that it is wrong, and `verified: false` says so.
const U1 = "told, verified false; done once";
const R0 = "redirected 307, unknown; not done";

// Queries. What the caller is told while the fault lasts, and where it strikes once.
const QT = "timeout, unchanged; once: told by the second";
const QS = "http_status 500, unchanged; once: told by the second";
const QX = "malformed_xml, unchanged; once: malformed_xml, unchanged";
const QJ = "malformed_json, unchanged; once: malformed_json, unchanged";
const QU = "told; once: told";
const QR = "redirected 307, unchanged; once: redirected 307, unchanged";

/** Every call and every fault, written by hand from what each fault of the gateway's means. */
export const FAULT_TABLE: Readonly<Record<CallName, readonly string[]>> = {
  // before during after 500 html truncated signature redirect
  pay: [T0, T1, T1, S0, X0, X1, V1, R0],
  createHosted: [T0, T1, T1, S0, X0, X1, V1, R0],
  createLink: [T0, T1, T1, S0, X0, X1, U1, R0],
  capture: [T0, T1, T1, S0, X0, X1, U1, R0],
  void: [T0, T1, T1, S0, X0, X1, U1, R0],
  voidOffline: [T0, T1, T1, S0, X0, X1, U1, R0],
  declareCustoms: [T0, T1, T1, S0, X0, X1, U1, R0],
  uploadTracking: [T0, T1, T1, S0, X0, X1, U1, R0],
  createRefund: [T0, T1, T1, S0, X0, X1, U1, R0],
  charge: [T0, T1, T1, S0, X0, X1, V1, R0],
  createStored: [T0, T1, T1, S0, J0, J1, U1, R0],
  cancelStored: [T0, T1, T1, S0, J0, J1, U1, R0],

  find: [QT, QT, QT, QS, QX, QX, QU, QR],
  list: [QT, QT, QT, QS, QX, QX, QU, QR],
  listBusiness: [QT, QT, QT, QS, QX, QX, QU, QR],
  listDisputes: [QT, QT, QT, QS, QX, QX, QU, QR],
  findRefund: [QT, QT, QT, QS, QX, QX, QU, QR],
  findStored: [QT, QT, QT, QS, QJ, QJ, QU, QR],
  checkAccount: [QT, QT, QT, QS, QJ, QJ, QU, QR],
  checkCardBins: [QT, QT, QT, QS, QJ, QJ, QU, QR],
};
