import { createServer } from "node:http";
import { build } from "esbuild";
import { ROOT } from "../lanes/lanes.mjs";

const TYPES = { html: "text/html", js: "text/javascript" };

/** What a shop's page needs for the vendor's scripts, and nothing else: the payment host in six places. */
function policyOf(gateway, more) {
  const own = `'self' ${gateway}`;
  const rows = {
    "default-src": "'none'",
    "script-src": own,
    "style-src": own,
    "connect-src": own,
    "img-src": own,
    "frame-src": `${gateway} ${more}`,
    "form-action": own,
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "oceanpayment",
  };
  return rows;
}

/** Returns the package's browser part as a page loads it, under one global. */
async function bundle() {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import * as browser from "oceanpayment/browser"; globalThis.oceanpayment = browser;',
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}

const pageOf = (body, head = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}<script type="module" src="/page.js"></script></head><body>${body}</body></html>`;

const FORM = `<form method="post" action="/pay"><input name="email" value="ada@example.com">
<input id="number" data-oceanpayment="number"><input id="expiry" data-oceanpayment="expiry">
<input id="code" data-oceanpayment="security-code" required><button name="submit" value="later">Later</button>
<button name="how" value="now" id="now" formaction="/pay?by=now">Now</button>
<button name="how" value="save" id="save" formnovalidate>Save</button>
<button name="how" value="leave" id="leave" formaction="/paid">Pay and leave</button></form>`;

const BASED = '<base target="side"><iframe name="side"></iframe><div id="place"></div>';

/**
 * Serves a shop's pages on one origin, a page of somebody else's on another, and a payment host that fails at first and then
 * is the gateway, on a third.
 */
export async function serveShop(gateway) {
  const posted = Object.assign([], { addresses: [] });
  const files = {
    "/page.js": await bundle(),
    "/page.html": pageOf('<div id="place"></div>'),
    "/untrusting.html": pageOf('<div id="place"></div>'),
    "/tagged.html": pageOf('<div id="place"></div>', `<script src="${gateway}/pages/js/oceanpayment.js"></script>`),
    "/form.html": pageOf(FORM),
    "/based.html": pageOf(BASED),
    "/else.html": "<!doctype html><title>Else</title>",
  };
  const fails = [];
  const flaky = await listen(async (request, response) => {
    if (fails.shift()) return void response.writeHead(503).end();
    const answer = await fetch(gateway + request.url);
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") });
    response.end(await answer.text());
  });
  const shop = await listen(async (request, response) => {
    if (request.method === "POST") {
      let body = "";
      for await (const chunk of request) body += chunk;
      posted.push(body);
      posted.addresses.push(request.url);
      if (request.url === "/paid") {
        return void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Paid</title>");
      }
      // Without content the page stays, and can be looked at.
      return void response.writeHead(204).end();
    }
    if (request.url === "/favicon.ico") return void response.writeHead(204).end();
    const body = files[request.url];
    const type = TYPES[request.url.split(".").at(-1)] ?? "text/plain";
    const policy = policyOf(`${gateway} ${flaky.origin}`, `http://127.0.0.1:${shop.port}`);
    if (request.url === "/untrusting.html") policy["trusted-types"] = "'none'";
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": `${type}; charset=utf-8`,
      "content-security-policy": Object.entries(policy)
        .map((row) => row.join(" "))
        .join("; "),
    });
    response.end(body);
  });
  return {
    origin: `http://localhost:${shop.port}`,
    elsewhere: `http://127.0.0.1:${shop.port}`,
    flaky: flaky.origin,
    fails,
    posted,
    close: () => Promise.all([shop.close(), flaky.close()]),
  };
}

async function listen(answer) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // Every name of this machine: "localhost" may be another address than 127.0.0.1.
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port, origin: `http://127.0.0.1:${port}`, close };
}
