import { stringify } from "node:querystring";
import { type Fields, resultFields, signed } from "../edge/merchant.ts";

export const BACK_URL = "https://shop.example/back";
export const FORM = "application/x-www-form-urlencoded";

/** What a shopper's browser brings back, signed by OpenSSL: a success, different in some fields. */
export function returnFields(changes: Fields = {}): Fields {
  return signed(resultFields({ response_type: "0", ...changes }));
}

/** The request that brings it. */
export function returnRequest(body: BodyInit | Fields | null, type: string | null = FORM, url = BACK_URL): Request {
  const isFields = typeof body === "object" && body !== null && Object.getPrototypeOf(body) === Object.prototype;
  const text = isFields ? stringify(body as Fields) : (body as BodyInit | null);
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const headers = type === null ? {} : { "content-type": type };
  return new Request(url, { method: "POST", headers, body: bytes, duplex: "half" } as RequestInit);
}
