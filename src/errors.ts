/** What was wrong with an argument or a configuration: the caller's to mend, nothing was sent. */
type InputCode =
  | "invalid_argument"
  | "missing_field"
  | "invalid_field"
  | "field_too_long"
  | "invalid_amount"
  | "invalid_currency"
  | "invalid_card_number"
  | "invalid_expiry"
  | "card_expired"
  | "invalid_security_code"
  | "invalid_config"
  | "missing_credential"
  | "already_in_use"
  | "named_card_input"
  | "unknown_order"
  | "permission_denied"
  | "unknown_operation"
  | "unsigned_operation"
  | "secret_in_page"
  | "server_only";

/** What was wrong with a key, or what the platform's cryptography cannot do. */
type KeyCode =
  | "invalid_key"
  | "private_key"
  | "key_too_small"
  | "key_too_large"
  | "plaintext_too_long"
  | "decryption_failed"
  | "crypto_unavailable";

/** Why a message must not be believed. */
type SignatureCode =
  | "missing_signature"
  | "invalid_signature"
  | "unknown_terminal"
  | "unknown_sender"
  | "unexpected_shape"
  | "ambiguous_outcome";

/** Why a call got no whole answer. */
type TransportCode = "connection_failed" | "timeout" | "aborted" | "redirected" | "http_status" | "body_too_large";

/** Why an answer or a message could not be used. */
type ResponseCode =
  | "unexpected_method"
  | "unexpected_content_type"
  | "malformed_text"
  | "malformed_xml"
  | "malformed_form"
  | "malformed_json"
  | "unexpected_answer"
  | "answer_mismatch"
  | "untrusted_redirect"
  | "gateway_refused"
  | "ip_not_registered"
  | "duplicate_order"
  | "wrong_environment"
  | "unauthorised"
  | "token_contention";

/** Every code an error of this library can carry. Codes are stable: branch on them, never on the message. */
export type ErrorCode = InputCode | KeyCode | SignatureCode | TransportCode | ResponseCode;

/**
 * What became of the request that an error ended: `"nothing-sent"` means that no byte left, `"refused"` that the gateway
 * said, signed, that it did nothing, `"unchanged"` that the request was a query, which changes nothing, and `"unknown"`
 * that the gateway may have acted: query the order before trying again.
 */
export type Outcome = "nothing-sent" | "refused" | "unchanged" | "unknown";

/**
 * What a call was about: what is needed to ask the gateway for the outcome of one that is unknown. `orders.settle` and
 * `orders.find` ask by `orderNumber`, `quickpay.find` by the merchant's reference. A stored payment's id is never here, since
 * whoever has it could charge, nor a customer's number, which may be an address: the caller who gave them has them still.
 */
export interface OrderReference {
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber?: string;
  readonly paymentId?: string;
  readonly refundNumber?: string;
  readonly refundId?: string;
  readonly merchantReference?: string;
}

/** Facts that go with an error. None of them is ever a secret, a card value or a personal field. */
export interface ErrorDetails {
  /** The name of the argument, field or variable at fault. */
  readonly field?: string | undefined;
  /** What became of the request. */
  readonly outcome?: Outcome | undefined;
  /** The order to ask about. */
  readonly order?: OrderReference | undefined;
  /** The gateway's own code, such as `20013`. */
  readonly gatewayCode?: string | undefined;
  /** The gateway's own number of the call (`trace_id`), to give to its support: letters, digits, `-` and `_`. */
  readonly traceId?: string | undefined;
  /** The HTTP status of the answer. */
  readonly status?: number | undefined;
  /** How long the gateway asked to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The base of every error this library throws. Its message names what was wrong and the shape of what came, never the
 * value: no error holds a secret, a token, a card number or a security code.
 */
export class OceanpaymentError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = "OceanpaymentError";
  // Declared only: the constructor sets what is given, and there is no member for what is not.
  declare readonly code: Code;
  declare readonly field?: string;
  declare readonly outcome?: Outcome;
  declare readonly order?: OrderReference;
  declare readonly gatewayCode?: string;
  declare readonly traceId?: string;
  declare readonly status?: number;
  declare readonly retryAfterMs?: number;

  constructor(code: Code, message: string, details?: ErrorDetails) {
    super(message);
    Object.assign(this, { code }, details);
  }
}

/** Puts facts onto an error, in place of what it said before: who sent the request knows more than who met the error. */
export function addDetails(error: OceanpaymentError, details: ErrorDetails): void {
  for (const [key, value] of Object.entries(details)) if (value !== undefined) Object.assign(error, { [key]: value });
}

/** Returns another error of the same class that says the same: one that is thrown to several callers is each one's own. */
export function copyError<Thrown extends OceanpaymentError>(error: Thrown, details?: ErrorDetails): Thrown {
  const Same = error.constructor as new (code: ErrorCode, message: string, details: ErrorDetails) => Thrown;
  return new Same(error.code, error.message, { ...error, ...details });
}

/** The call was wrong: an argument, a field, the configuration, or where it was made. Nothing was sent. */
export class InputError extends OceanpaymentError<InputCode> {
  override readonly name = "OceanpaymentInputError";
  override readonly outcome: Outcome = "nothing-sent";
}

/** A key can't be used, or the platform lacks the cryptography for it. */
export class KeyError extends OceanpaymentError<KeyCode> {
  override readonly name = "OceanpaymentKeyError";
}

/** A message must not be believed. It changes nothing about any order. */
export class SignatureError extends OceanpaymentError<SignatureCode> {
  override readonly name = "OceanpaymentSignatureError";
}

/** No whole answer came. Look at {@link OceanpaymentError.outcome} before doing anything again. */
export class TransportError extends OceanpaymentError<TransportCode> {
  override readonly name = "OceanpaymentTransportError";
}

/** An answer or a message came and can't be used, or the gateway refused the request itself. */
export class ResponseError extends OceanpaymentError<ResponseCode> {
  override readonly name = "OceanpaymentResponseError";
}

/**
 * Tells whether a value is an error of this library, also of another copy of it: it looks at `name` and `code`, not at
 * the class.
 */
export function isOceanpaymentError(value: unknown): value is OceanpaymentError {
  if (typeof value !== "object" || value === null) return false;
  const { name, code } = value as { name?: unknown; code?: unknown };
  return typeof name === "string" && name.startsWith("Oceanpayment") && typeof code === "string";
}

/**
 * Tells whether an error means that a message is not the gateway's: change nothing, and acknowledge it all the same, as
 * the gateway asks (stated, protocol.md §6.7). A notice that ends in any other error may be genuine: don't acknowledge
 * it, so that it comes again.
 */
export function isForgery(error: unknown): boolean {
  const forged: readonly ErrorCode[] = ["invalid_signature", "missing_signature", "unknown_terminal"];
  return isOceanpaymentError(error) && forged.includes(error.code);
}

/**
 * Asserts a condition on an argument.
 *
 * @throws InputError that tells the field, what it must be, and the shape of what came.
 */
export function assertInput(
  holds: unknown,
  code: InputCode,
  field: string,
  expected: string,
  value: unknown,
): asserts holds {
  if (!holds) throw new InputError(code, `"${field}" must be ${expected}, got ${shapeOf(value)}`, { field });
}

/** Describes a value by its shape alone ("text of length 12", "a number", "nothing"), for messages. */
export function shapeOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return `text of length ${value.length}`;
  if (value instanceof Uint8Array) return `bytes of length ${value.length}`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
