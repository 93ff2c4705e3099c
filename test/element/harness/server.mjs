import { createServer } from "node:http";

/** The policy under which the element must work: nothing inline, nothing from elsewhere, no code or markup from text. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const TYPES = {
  js: "text/javascript",
  mjs: "text/javascript",
  css: "text/css",
  json: "application/json",
  html: "text/html",
};

/**
 * Serves scripts and pages under the policy on loopback. Every request is kept with its body, so that a test can tell what
 * left the page; a POST is answered by a page that says so.
 */
export async function serveElement(scripts) {
  const files = new Map(Object.entries(scripts));
  const policies = new Map();
  let answering;
  const requests = [];
  const server = createServer(async (request, response) => {
    const { method, url } = request;
    const path = url.split("?")[0];
    const entry = { method, url, path, headers: request.headers, body: "" };
    // The icon that browsers ask for by themselves.
    if (path !== "/favicon.ico") requests.push(entry);
    for await (const chunk of request) entry.body += chunk;
    const isPost = method === "POST";
    if (isPost) await answering;
    const file = isPost ? "<!doctype html><html lang=en><title>Paid</title><h1>Paid</h1></html>" : files.get(path);
    const type = TYPES[isPost ? "html" : path.split(".").at(-1)] ?? TYPES.html;
    response.writeHead(file === undefined ? 404 : 200, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": policies.get(path) ?? POLICY,
      "x-content-type-options": "nosniff",
    });
    response.end(file);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  const { port } = server.address();
  const serve = (path, text, policy = POLICY) => {
    files.set(path, text);
    policies.set(path, policy);
  };
  /** Keeps every POST waiting until a promise is fulfilled: a slow server. */
  const answerAfter = (promise) => {
    answering = promise;
  };
  return { port, requests, serve, answerAfter, close };
}
