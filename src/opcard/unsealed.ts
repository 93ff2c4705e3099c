import type { TokenRecord, TokenSealing } from "./token.ts";

/** Tokens as plain text: for memory alone, which holds them as they are anyhow. */
export const UNSEALED: TokenSealing = Object.freeze({
  seal: async (token: TokenRecord) => JSON.stringify(token),
  open: async (text: string) => JSON.parse(text) as TokenRecord,
});
