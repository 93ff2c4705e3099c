import type { Grade } from "./operations.ts";

/** A call of OPCard, disputes or OPCCOUNT: what its path and its method are, and whether it may be repeated. */
export interface ApiOperation {
  /** The service it goes to: a client gives each its origin. */
  readonly service: "tokens" | "resources" | "opccount";
  /** A GET has its parameters as a query, a POST as JSON, or as a form with files where it is `multipart`. */
  readonly method: ApiMethod;
  /** The path, with names of its values in braces. */
  readonly path: string;
  /** How certain the path is. */
  readonly grade: Grade;
  /** How certain the method is. A client's `methods` changes it. */
  readonly methodGrade: Grade;
  /** A query may be repeated. A change never is, unless it was refused for its authorisation, when nothing was done. */
  readonly effect: "query" | "change";
  readonly multipart?: true;
}

/** How a call travels. */
export type ApiMethod = "GET" | "POST";

/**
 * The calls of OPCard and disputes (protocol.md §7). Their paths are stated; where no source shows a method, or shows one
 * that `fetch` refuses (a body on a GET), it is inferred.
 */
export const opcardOperations = Object.freeze({
  "tokens.create": change("tokens", "/open-api/v1/oauth/token/create", "stated"),
  "tokens.refresh": change("tokens", "/open-api/v1/oauth/token/refresh", "stated"),

  "cards.create": change("resources", "/card-api/v1/cards/create", "stated"),
  "cardholders.create": change("resources", "/card-api/v1/cardholders", "stated"),
  "cardholders.list": query("resources", "/card-api/v1/cardholders", "inferred"),
  "cardholders.get": query("resources", "/card-api/v1/cardholders/{id}", "stated"),
  "cardholders.update": change("resources", "/card-api/v1/cardholders/{id}/update", "inferred"),

  "disputes.list": query("resources", "/dispute-api/v1/dispute/list", "inferred"),
  /** Another page of the documentation has this path for the same list. */
  "disputes.listShort": query("resources", "/dispute-api/v1/list", "inferred"),
  "disputes.get": query("resources", "/dispute-api/v1/dispute/{id}", "inferred"),
  "disputes.update": change("resources", "/dispute-api/v1/dispute/{id}/update", "inferred"),
  "disputes.uploadFile": multipart("resources", "/files-api/v1/file/upload", "inferred"),
  "disputes.listFiles": query("resources", "/files-api/v1/file/list", "inferred"),
  "disputes.getFile": query("resources", "/files-api/v1/file/{id}", "inferred"),
} satisfies Record<string, ApiOperation>);

/** The calls of OPCCOUNT (protocol.md §8): paths and methods are stated, but for the query of a GET, which is inferred. */
export const opccountOperations = Object.freeze({
  "funds.list": query("opccount", "/opc/v1/account-fund/query-fund-page", "inferred"),
  "withdrawals.inquire": readByPost("opccount", "/opc/v1/withdrawal/inquiry"),
  "withdrawals.apply": change("opccount", "/opc/v1/withdrawal/apply", "stated"),
  "withdrawalAccounts.add": multipart("opccount", "/opc/v1/withdrawal-account/add", "stated"),
  "withdrawalAccounts.edit": multipart("opccount", "/opc/v1/withdrawal-account/edit", "stated"),
  "fundPayments.addAccount": multipart("opccount", "/opc/v1/fund-payment/account-add", "stated"),
  "fundPayments.deleteAccount": change("opccount", "/opc/v1/fund-payment/account-delete", "stated"),
  "fundPayments.apply": change("opccount", "/opc/v1/fund-payment/apply-fund-payment", "stated"),
} satisfies Record<string, ApiOperation>);

/** The name of a row of OPCard's table. */
export type OpcardOperationName = keyof typeof opcardOperations;

/** The name of a row of OPCCOUNT's table. */
export type OpccountOperationName = keyof typeof opccountOperations;

function query(service: ApiOperation["service"], path: string, methodGrade: Grade): ApiOperation {
  return Object.freeze({ service, method: "GET", path, grade: "stated", methodGrade, effect: "query" });
}

function readByPost(service: ApiOperation["service"], path: string): ApiOperation {
  return Object.freeze({ service, method: "POST", path, grade: "stated", methodGrade: "stated", effect: "query" });
}

function change(service: ApiOperation["service"], path: string, methodGrade: Grade): ApiOperation {
  return Object.freeze({ service, method: "POST", path, grade: "stated", methodGrade, effect: "change" });
}

function multipart(service: ApiOperation["service"], path: string, methodGrade: Grade): ApiOperation {
  return Object.freeze({ ...change(service, path, methodGrade), multipart: true });
}
