import type { Handlers } from "./handlers.ts";

/** The part of `node:http`'s `IncomingMessage` that is used. */
interface Question extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly "content-type"?: string | undefined };
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** The part of `node:http`'s `ServerResponse` that is used. */
interface Answer {
  readonly writeHead: (status: number, headers: Record<string, string>) => { readonly end: (body: string) => unknown };
}

/** Node: `createServer({ requestTimeout: 30_000 }, createNodeListener(handlers))`. `notice-host.mjs` is a whole host. */
export function createNodeListener({ notices, returns }: Handlers) {
  return async (question: Question, answer: Answer): Promise<void> => {
    try {
      await give(answer, await take(question));
    } catch {
      answer.writeHead(500, { connection: "close" }).end("");
    }
  };

  async function take(question: Question): Promise<Response> {
    const { method, url, socket } = question;
    if (url !== "/notice" && url !== "/return") return new Response("", { status: 404 });
    if (method !== "POST") return new Response("", { status: 405, headers: { allow: "POST" } });
    const request = toRequest(question);
    return url === "/notice" ? notices(request, { senderAddress: socket.remoteAddress }) : returns(request);
  }
}

function toRequest(question: Question): Request {
  const chunks = question[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await chunks.return?.()),
  });
  const headers = { "content-type": question.headers["content-type"] ?? "" };
  const init: RequestInit & { readonly duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  return new Request("http://plain-host.invalid/", init);
}

async function give(answer: Answer, response: Response): Promise<void> {
  const headers = Object.fromEntries(response.headers.entries());
  const body = await response.text();
  // What was refused may not have been read to its end.
  answer.writeHead(response.status, response.ok ? headers : { ...headers, connection: "close" }).end(body);
}
