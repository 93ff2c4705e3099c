// The merchant that is soaked, the same in every runtime: the library's handler, and callbacks that report to the harness.
import { createPayments, NOTICE_SENDERS } from "oceanpayment/edge";

/** How an answer says that the library has not taken a notice, so that its sender must come again. */
export const NOT_TAKEN = "x-not-taken";

/**
 * Returns the merchant: `serve` takes what comes over HTTP, `createHandler` is for who drives by itself. With
 * `isSenderKnown` all that comes has one of the gateway's addresses, forged or not: the signature alone decides. Without it
 * the gateway is asked about each approval.
 */
export function createMerchant({
  store,
  sink,
  generation,
  leaseMs,
  account,
  terminal,
  secureCode,
  listOpen,
  isSenderKnown,
}) {
  const { notifications } = createPayments({
    environment: { base: "sandbox", hosts: { query: sink } },
    account,
    terminals: [{ terminal, secureCode }],
  });

  async function post(path, value) {
    const response = await fetch(`${sink}${path}`, { method: "POST", body: JSON.stringify(value) });
    if (!response.ok) throw new Error(`the merchant's own server answered ${response.status}`);
    return response.json();
  }

  const tell = (what) => post("/told", { what });

  /** Reports a run in two steps. The harness decides which of them fails, and when. */
  const effect = (name) => async (event, context) => {
    const { order, paymentId, status = "", signature = "" } = event;
    const { idempotencyKey, attempt } = context;
    const effect = name === "payment" ? status : name;
    const run = { generation, effect, orderNumber: order.orderNumber, paymentId, idempotencyKey, attempt, signature };
    const { runId, fails } = await post("/begin", run);
    if (fails) throw new Error("the callback failed before its effect");
    if ((await post("/effect", { runId })).fails) throw new Error("the callback failed after its effect");
  };

  function createHandler(onTrouble = () => {}, given = store) {
    return notifications.createHandler({
      store: given,
      leaseMs,
      ...(isSenderKnown && { allowedSenders: NOTICE_SENDERS }),
      findOrder: async ({ orderNumber }) => (await post("/order", { orderNumber })).order,
      onPayment: effect("payment"),
      onDuplicatePayment: effect("duplicate"),
      onRefund: effect("refund"),
      onChargeback: effect("chargeback"),
      onMismatch: () => tell("mismatch"),
      onUnverified: () => tell("unverified"),
      onForged: () => tell("forged"),
      onError: async (error, failed) => {
        if (failed === undefined) onTrouble();
        await tell(`error ${failed === undefined ? "outside" : "inside"} ${error.code ?? error.message}`);
      },
    });
  }

  async function takeNotice(request) {
    let isTaken = true;
    const handler = createHandler(() => (isTaken = false));
    const response = await handler(request, isSenderKnown ? { senderAddress: NOTICE_SENDERS[0] } : {});
    if (!isTaken && response.status === 503) response.headers.set(NOT_TAKEN, "1");
    return response;
  }

  async function serve(request) {
    switch (new URL(request.url).pathname) {
      case "/notice":
        return takeNotice(request);
      case "/drain":
        return Response.json(await createHandler().drain({ limit: 200 }));
      case "/open":
        return Response.json({ open: await listOpen() });
      default:
        return new Response(null, { status: 404 });
    }
  }

  return { serve, createHandler };
}

/** Lists the open work of a store by one whose clock is far ahead: there all of it is due. */
export function listWith(createStore) {
  const far = 30 * 86_400_000;
  return async () => {
    const work = await createStore({ now: () => Date.now() + far }).due(10_000);
    return work.map(({ order, key }) => `${order} ${key}`);
  };
}
