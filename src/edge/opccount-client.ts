import type { AccountChange } from "../opccount/accounts.ts";
import type { FundPayment } from "../opccount/fund-payments.ts";
import type { FundMovement } from "../opccount/funds.ts";
import type { Withdrawal, WithdrawalQuote } from "../opccount/withdrawals.ts";
import type { CallOptions } from "../schema/call-options.ts";
import type {
  FundPaymentAccountInput,
  FundPaymentAccountReference,
  WithdrawalAccountEdit,
  WithdrawalAccountInput,
} from "../schema/opccount-accounts-input.ts";
import type { FundsListInput, WithdrawalInput } from "../schema/opccount-input.ts";
import type { FundPaymentInput } from "../schema/opccount-payment-input.ts";

/** The money in an OPCCOUNT account. */
export interface FundsArea {
  /**
   * Returns the movements of money in a time of at most one year, page after page as they are wanted, and from the first
   * whenever it is walked again. `GET /opc/v1/account-fund/query-fund-page` (stated); its parameters as a query are
   * inferred, and `methods` of the configuration makes it a POST.
   *
   * Movements that come while the list is walked may move others onto another page: end it in the past.
   *
   * @throws InputError on a wrong input; `TransportError`, `ResponseError` as {@link OpccountClient}, with `outcome: "unchanged"`.
   */
  readonly list: (input: FundsListInput, options?: CallOptions) => AsyncIterable<FundMovement>;
}

/** Money that goes to a bank account of the merchant's. */
export interface WithdrawalsArea {
  /**
   * Returns what a withdrawal would cost and bring; nothing is withdrawn. A query, so it is repeated while its budget lasts.
   * `POST /opc/v1/withdrawal/inquiry` (stated). How long its rate holds no source tells.
   */
  readonly inquire: (input: WithdrawalInput, options?: CallOptions) => Promise<WithdrawalQuote>;
  /**
   * Asks for a withdrawal. **Moves money**: it is sent once, never repeated, and no source shows a number of the merchant's
   * own by which the gateway would know a second one as the same. `POST /opc/v1/withdrawal/apply` (stated).
   *
   * After an error with `outcome: "unknown"` the withdrawal may have been made: look for it in `funds.list` from shortly
   * before the call on, and where that leaves a doubt ask Oceanpayment, before you ask for it again.
   */
  readonly apply: (input: WithdrawalInput, options?: CallOptions) => Promise<Withdrawal>;
}

/** The bank accounts that money is withdrawn to. */
export interface WithdrawalAccountsArea {
  /**
   * Adds a bank account, with the papers that prove it. Sent once. `POST /opc/v1/withdrawal-account/add`, a form with files
   * (stated). No source shows that its answer has the account's key, nor a call that lists accounts.
   */
  readonly add: (input: WithdrawalAccountInput, options?: CallOptions) => Promise<AccountChange>;
  /** Changes a bank account: give it whole. Sent once. `POST /opc/v1/withdrawal-account/edit`, a form with files (stated). */
  readonly edit: (input: WithdrawalAccountEdit, options?: CallOptions) => Promise<AccountChange>;
}

/** Payments to other OPCCOUNT accounts, and debits of them. */
export interface FundPaymentsArea {
  /** Adds an account that may be paid. Sent once. `POST /opc/v1/fund-payment/account-add`, a form (stated). */
  readonly addAccount: (input: FundPaymentAccountInput, options?: CallOptions) => Promise<AccountChange>;
  /** Removes an account that may be paid. Sent once. `POST /opc/v1/fund-payment/account-delete` (stated). */
  readonly deleteAccount: (input: FundPaymentAccountReference, options?: CallOptions) => Promise<AccountChange>;
  /**
   * Asks for a payment to an account, or for a debit of one, which Oceanpayment reviews (stated). **Moves money**: it is sent
   * once, never repeated. `POST /opc/v1/fund-payment/apply-fund-payment` (stated).
   *
   * After an error with `outcome: "unknown"` the payment may have been taken: look for it in `funds.list` from shortly before
   * the call on. One under review may not show there yet, so ask Oceanpayment before you ask for it again.
   */
  readonly apply: (input: FundPaymentInput, options?: CallOptions) => Promise<FundPayment>;
}

/**
 * The OPCCOUNT client. Each call carries the account's number, the merchant's code, the time and a signature over its
 * parameters (stated, protocol.md §8).
 *
 * Every method throws `InputError` for an input that is wrong and `KeyError` for a key the platform does not take (nothing
 * was sent), `TransportError` where no whole answer came, and `ResponseError` where the answer can't be used or its code is
 * another than `000`: `gateway_refused`, `wrong_environment`, or `unauthorised` for HTTP status 401. What became of a change
 * the error's `outcome` says; `"unknown"` means that the gateway may have acted. Answers aren't signed: they are believed
 * because they came over TLS from the host.
 */
export interface OpccountClient {
  readonly funds: FundsArea;
  readonly withdrawals: WithdrawalsArea;
  readonly withdrawalAccounts: WithdrawalAccountsArea;
  readonly fundPayments: FundPaymentsArea;
}
