import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach } from "vitest";
import type { SendRequest } from "../../../src/http/send.ts";
import { until } from "../until.ts";

/** A server on loopback that does as a test tells it. */
export interface Loopback {
  readonly url: string;
  /** The requests that came, whole. */
  readonly requests: readonly { method: string | undefined; url: string | undefined; body: string }[];
  /** Resolves when the client has closed every connection that carried a request. */
  readonly closed: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const servers: Loopback[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Starts a server, stopped after the test. Without an answer it never says a word. */
export async function listen(
  answer: (response: ServerResponse, request: IncomingMessage) => void = () => {},
): Promise<Loopback> {
  const requests: { method: string | undefined; url: string | undefined; body: string }[] = [];
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  const server = createServer((request, response) => {
    const { method, url } = request;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    const { socket } = request;
    // Node's client opens a spare connection where it closed one: only those in use tell whether a call let go.
    busy.add(socket);
    socket.on("close", () => busy.delete(socket));
    request.on("end", () => {
      requests.push({ method, url, body: Buffer.concat(chunks).toString() });
      answer(response, request);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const found: Loopback = {
    url: `http://127.0.0.1:${port}/gateway/direct/pay?x=1`,
    requests,
    closed: () => until(() => busy.size === 0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
  servers.push(found);
  return found;
}

/** A request to an address, with small limits. */
export function requestTo(url: string, changes: Partial<SendRequest> = {}): SendRequest {
  return {
    url,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: "account=900001&card_data=opcse-canary",
    timeoutMs: 15_000,
    maxBytes: 1000,
    ...changes,
  };
}
