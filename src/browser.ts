// Cards in a page
export { createCardEncryptor, type CardEncryptor } from "./browser/create-card-encryptor.ts";
export { continueThreeDS, type Navigation } from "./browser/continue-three-ds.ts";
export type { PublicConfig } from "./card/public-config.ts";
export type { Card } from "./card/card.ts";
