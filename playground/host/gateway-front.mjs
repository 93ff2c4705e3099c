import { createServer, request as send } from "node:http";

/** Where the simulated gateway reads who calls. Whatever a caller sends under this name is overwritten. */
export const CALLER_HEADER = "x-caller-address";

/**
 * Starts what stands before the simulated gateway's Worker, which can't see who calls: passes everything on, with the
 * caller's address in a header.
 */
export async function startGatewayFront({ to, port, hosts }) {
  const servers = [];
  for (const host of hosts) {
    const server = createServer((question, answer) => passOn(question, answer, to));
    await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
    servers.push(server);
  }
  return {
    close: () =>
      Promise.all(
        servers.map(
          (server) =>
            new Promise((resolve) => {
              server.close(resolve);
              server.closeAllConnections();
            }),
        ),
      ),
  };
}

function passOn(question, answer, to) {
  const headers = { ...question.headers, [CALLER_HEADER]: question.socket.remoteAddress ?? "" };
  const sent = send(new URL(question.url, to), { method: question.method, headers });
  sent.on("error", () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  sent.on("response", (received) => {
    answer.writeHead(received.statusCode, received.headers);
    received.on("error", () => answer.destroy());
    received.pipe(answer);
  });
  answer.on("close", () => sent.destroy());
  question.pipe(sent);
}
