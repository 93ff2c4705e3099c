// Sends as the gateway does (protocol.md §6.7): XML by POST, and only 200 with receive-ok counts.
import { Agent, request } from "node:http";
import { NOT_TAKEN } from "./merchant.mjs";

const TIMEOUT_MS = 60_000;
const PAUSE_MS = 100;
/** Then somebody would look: the gateway itself gives up after five. */
const MOST_REPEATS = 50;

/**
 * Sends everything, many at a time. A send that found the merchant dead, or whose notice the store could not take, is lost;
 * but the last send of a genuine notice is made again until somebody answers, since the gateway has more tries than that.
 */
export async function sendAll({ sends, atOnce, merchant, onAnswer }) {
  const queue = [...sends];
  const again = [];
  const facts = { sends: 0, statuses: new Map() };
  const next = () => queue.shift() ?? again.shift();
  const work = async () => {
    for (let send = next(); send; send = next()) {
      const origin = await merchant.whenUp();
      facts.sends += 1;
      const sentAt = performance.now();
      const answer = await post(`${origin}/notice`, send.notice).catch(() => undefined);
      const status = answer?.status ?? 0;
      facts.statuses.set(status, (facts.statuses.get(status) ?? 0) + 1);
      if ((!answer || !answer.isTaken) && send.isLast && send.notice.kind === "genuine") {
        send.repeats = (send.repeats ?? 0) + 1;
        if (send.repeats <= MOST_REPEATS) again.push(send);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      onAnswer(send.notice, answer && { ...answer, sentAt }, facts.sends);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return facts;
}

/** Posts a body to an address. */
export function post(address, { body = "", type = "text/plain" } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": type, "content-length": Buffer.byteLength(body) };
    const sent = request(address, { method: "POST", headers, agent, timeout: TIMEOUT_MS });
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", reject);
    sent.on("response", (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const isAcknowledged = answer.statusCode === 200 && text === "receive-ok";
        const isTaken = answer.headers[NOT_TAKEN] === undefined && answer.statusCode !== 500;
        resolve({ status: answer.statusCode, text, isAcknowledged, isTaken });
      });
    });
    sent.end(body);
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
