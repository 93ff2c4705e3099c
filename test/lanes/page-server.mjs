import { createServer } from "node:http";

// What a strict shop would send: scripts of its own only, no inline script, no code from text, no sink without a policy.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lane",
].join("; ");

/** Serves pages and scripts, given as texts by path, under a strict policy on loopback. Returns its port and its end. */
export async function servePages(files) {
  const server = createServer((request, response) => {
    const body = files[request.url];
    const type = request.url.endsWith(".mjs") ? "text/javascript" : "text/html";
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port: server.address().port, close };
}

/** Returns a page that loads one module and nothing else. */
export function pageOf(script) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lane</title><script type="module" src="${script}"></script></head><body></body></html>`;
}
