/** What the card element says, in one language. */
export interface CardTexts {
  /** The accessible name of the whole: "Card details". */
  readonly group: string;
  readonly number: string;
  readonly expiry: string;
  /** How an expiry is written, as the field's placeholder: "MM / YY". */
  readonly expiryFormat: string;
  readonly securityCode: string;
  readonly holder: string;
  /** What is said where a field is empty. */
  readonly numberMissing: string;
  readonly expiryMissing: string;
  readonly securityCodeMissing: string;
  readonly holderMissing: string;
  /** What is said where a field is wrong. */
  readonly numberWrong: string;
  readonly expiryWrong: string;
  readonly expired: string;
  /** With the number of digits in the place of `{digits}`: "Enter the {digits} digits on the card". */
  readonly securityCodeWrong: string;
  readonly holderWrong: string;
  /** Where the page can't encrypt: it was not loaded over https. */
  readonly insecure: string;
  /** Where the page has no configuration to take a card with: "Card payment is not available at the moment." */
  readonly unavailable: string;
}
