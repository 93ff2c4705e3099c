// Cards
export { encryptCard, type EncryptCardOptions } from "./card/encrypt-card.ts";
export { importPublicKey, type CardPublicKey, type PublicKeyOptions } from "./card/public-key.ts";
export type { EncryptionSchemeName } from "./card/encryption-schemes.ts";
export type { PublicKeyInput } from "./crypto/rsa-public-key.ts";
export type { OaepHash } from "./crypto/rsa-oaep.ts";
export { isSecurityCode, type Card } from "./card/card.ts";
export { cardBrand, isCardNumber, type CardBrand } from "./card/card-number.ts";
export { isCardExpiry } from "./card/card-expiry.ts";

// Configuration of a page
export { readPublicConfig, type PublicConfig } from "./card/public-config.ts";
export {
  isNavigable,
  resolveEnvironment,
  type Environment,
  type EnvironmentName,
  type EnvironmentOption,
  type EnvironmentOverride,
  type HostName,
} from "./environment.ts";

// Errors
export {
  InputError,
  isOceanpaymentError,
  KeyError,
  OceanpaymentError,
  ResponseError,
  SignatureError,
  TransportError,
  type ErrorCode,
  type ErrorDetails,
  type OrderReference,
  type Outcome,
} from "./errors.ts";
