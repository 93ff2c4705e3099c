import type { Dispute } from "../disputes/disputes.ts";
import type { DisputeFile } from "../disputes/files.ts";
import type { Card } from "../opcard/cards.ts";
import type { Cardholder } from "../opcard/cardholders.ts";
import type { ApiAnswer } from "../results/api-answer.ts";
import type { JsonObject } from "../results/json-answer.ts";
import type { CallOptions } from "../schema/call-options.ts";
import type {
  ListDisputesInput,
  ListFilesInput,
  UpdateDisputeInput,
  UploadFileInput,
} from "../schema/dispute-input.ts";
import type { CreateCardholderInput, CreateCardInput, UpdateCardholderInput } from "../schema/opcard-input.ts";
import type { OpcardRequest } from "../schema/opcard-request.ts";

/** A token that was given, printable: what is secret of it shows only where it is asked for. */
export interface OpcardToken {
  /** When it ends, by this host's clock. Unix milliseconds. */
  readonly expiresAtMs: number;
  /** Returns the token and what refreshes it. Keep both from logs, pages and URLs. */
  readonly reveal: () => { readonly accessToken: string; readonly refreshToken?: string };
}

/**
 * Tokens. All calls get theirs by themselves, renewed in time: these are for who wants one anew, such as after a secret was
 * changed. The new token is the one that all calls use from then on.
 *
 * Every method throws `ResponseError` (`unauthorised`, `wrong_environment`, `gateway_refused`) where none is given, and
 * `TransportError` where no whole answer came.
 */
export interface TokensArea {
  /** Buys a token with the app's key and secret. `POST /open-api/v1/oauth/token/create` (stated). */
  readonly create: (options?: CallOptions) => Promise<OpcardToken>;
  /** Buys one with the refresh token of the last. `POST /open-api/v1/oauth/token/refresh` (stated). */
  readonly refresh: (options?: CallOptions) => Promise<OpcardToken>;
  /** Buys one with the refresh token, or where that is refused or missing, with key and secret. */
  readonly rotate: (options?: CallOptions) => Promise<OpcardToken>;
}

/** Cards. What OPCard has beside this no public source shows: `request` calls it. */
export interface CardsArea {
  /**
   * Makes a card. `POST /card-api/v1/cards/create` (stated). Sent once: after an error with `outcome: "unknown"` the card may
   * be there. Only a refusal of the token, when nothing was made, is followed by another try.
   */
  readonly create: (input: CreateCardInput, options?: CallOptions) => Promise<Card>;
}

/** Card holders. */
export interface CardholdersArea {
  /** Makes a holder. `POST /card-api/v1/cardholders` (stated). Sent once, as `cards.create`. */
  readonly create: (input: CreateCardholderInput, options?: CallOptions) => Promise<Cardholder>;
  /**
   * Returns all holders, page after page as they are read; walked again, it asks again. `GET /card-api/v1/cardholders`: that
   * it has a cursor is stated, its method and the parameter's name are inferred.
   */
  readonly list: (options?: CallOptions) => AsyncIterable<Cardholder>;
  /** Returns a holder. `GET /card-api/v1/cardholders/{id}` (stated). */
  readonly get: (cardholderId: string, options?: CallOptions) => Promise<Cardholder>;
  /**
   * Changes a holder, and returns what the gateway answered. `/card-api/v1/cardholders/{id}/update`: the documentation
   * shows a GET with a body, which `fetch` refuses, so it is a POST (inferred). Sent once.
   */
  readonly update: (input: UpdateCardholderInput, options?: CallOptions) => Promise<JsonObject>;
}

/**
 * Disputes, which OPCard's token authorises (stated). Paths are stated, methods inferred (`assume.methods` changes them);
 * what the answers hold no source tells.
 */
export interface DisputesArea {
  /** Returns disputes, page after page as they are read. Two paths are documented for it: `assume.disputeListPath`. */
  readonly list: (input?: ListDisputesInput, options?: CallOptions) => AsyncIterable<Dispute>;
  /** Returns a dispute. `/dispute-api/v1/dispute/{id}`. */
  readonly get: (disputeId: string, options?: CallOptions) => Promise<Dispute>;
  /** Hands evidence in. `/dispute-api/v1/dispute/{id}/update`. Sent once. */
  readonly update: (input: UpdateDisputeInput, options?: CallOptions) => Promise<Dispute>;
  /** Hands a file in. `/files-api/v1/file/upload`; the name of its form field is inferred. Sent once. */
  readonly uploadFile: (input: UploadFileInput, options?: CallOptions) => Promise<DisputeFile>;
  /** Returns the files that were handed in, page after page as they are read. `/files-api/v1/file/list`. */
  readonly listFiles: (input?: ListFilesInput, options?: CallOptions) => AsyncIterable<DisputeFile>;
  /** Returns what is known of a file. `/files-api/v1/file/{id}`. */
  readonly getFile: (fileId: string, options?: CallOptions) => Promise<DisputeFile>;
}

/**
 * The OPCard client.
 *
 * Every method throws `InputError` for an input that is wrong (nothing was sent), `TransportError` where no whole answer
 * came, and `ResponseError` where it can't be used or the gateway refused: `unauthorised` where a fresh token was refused
 * too, `token_contention` where somebody else's new tokens end this client's. Queries are repeated after failures that may
 * pass, changes never; see {@link CardsArea.create}.
 */
export interface OpcardClient {
  readonly tokens: TokensArea;
  readonly cards: CardsArea;
  readonly cardholders: CardholdersArea;
  readonly disputes: DisputesArea;
  /**
   * Sends any other call of OPCard's, such as a card's freezing or its limits, which no public source shows: with the same
   * token, errors and hooks. A GET counts as a query and is repeated, all else as a change, unless `effect` says otherwise.
   *
   * @throws InputError `invalid_field` for a path that leaves the host.
   */
  readonly request: (path: string, request?: OpcardRequest, options?: CallOptions) => Promise<ApiAnswer>;
}
