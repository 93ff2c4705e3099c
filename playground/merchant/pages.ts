import type { Context, Handler } from "./context.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};

/** What every response may do: nothing but the shop's own files, and forms nowhere. */
const CLOSED: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "img-src": "'self'",
  "form-action": "'none'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
};

/** What goes with every response that has no policy of its own. */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": toPolicy(CLOSED),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Returns the handler of a page. */
export function page(name: string): Handler {
  return (context) => Promise.resolve(asset(context, name));
}

/** Returns the handler of a page that sends a signed form to the gateway: its forms may go there, and nowhere else. */
export function pageWithForm(name: string): Handler {
  return (context) => {
    const policy = { ...CLOSED, "form-action": context.env.PAYMENT_HOST };
    return Promise.resolve(asset(context, name, policy));
  };
}

/**
 * Returns the handler of the page with the vendor's script, which needs the payment host for script, frame, connect,
 * form-action, style and img (stated, protocol.md §6.8). It is the vendor's code, whose use of the DOM is not known: no
 * trusted types are asked of it. All that it could see here is what this one page shows.
 */
export function pageWithScript(name: string): Handler {
  return (context) => {
    const host = context.env.PAYMENT_HOST;
    const { "require-trusted-types-for": _for, "trusted-types": _types, ...rest } = CLOSED;
    const policy = {
      ...rest,
      "script-src": `'self' ${host}`,
      "style-src": `'self' ${host}`,
      "connect-src": `'self' ${host}`,
      "img-src": `'self' ${host}`,
      "frame-src": host,
      "form-action": host,
    };
    return Promise.resolve(asset(context, name, policy));
  };
}

/** Returns a file of the shop's. */
export function asset({ env }: Context, name: string, policy?: Readonly<Record<string, string>>): Response {
  const body = Object.hasOwn(env.ASSETS, name) ? env.ASSETS[name] : undefined;
  if (body === undefined) return new Response("Not Found", { status: 404 });
  return new Response(body, {
    headers: {
      "content-type": `${TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain"}; charset=utf-8`,
      ...(policy && { "content-security-policy": toPolicy(policy) }),
    },
  });
}

function toPolicy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
