import type { MerchantEnv } from "./context.ts";

/** Where the forwarder shows that it is the forwarder. */
const TOKEN_HEADER = "x-notice-token";

/** Tells whether a request comes from the forwarder on the plain host, as its token says. */
export async function isFromForwarder(request: Request, { NOTICE_TOKEN }: MerchantEnv): Promise<boolean> {
  if (NOTICE_TOKEN === "") return true;
  const [shown, wanted] = await Promise.all([request.headers.get(TOKEN_HEADER) ?? "", NOTICE_TOKEN].map(digest));
  // Over digests: how long the comparison takes tells nothing about the token.
  return shown?.every((byte, i) => byte === wanted?.[i]) ?? false;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
