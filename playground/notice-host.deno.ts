// NOTICE_FOLDER=… deno run --unstable-kv --unstable-cron --allow-env --allow-net --allow-read --allow-write notice-host.deno.ts
import { createDenoKvStore, type DenoKv, fromEnv, senderAddress } from "oceanpayment/deno";
import { NOTICE_SENDERS } from "oceanpayment/edge";
import { createOrderFiles } from "./notice-host/order-files.mjs";
import { createShopNotices } from "./notice-host/shop-notices.mjs";

/** The part of Deno that is used. */
declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  openKv(path?: string): Promise<DenoKv>;
  serve(
    options: { port: number; hostname: string; onListen: (at: { hostname: string; port: number }) => void },
    handler: (request: Request, info: Parameters<typeof senderAddress>[0]) => Response | Promise<Response>,
  ): unknown;
  /** On Deno Deploy, and elsewhere behind `--unstable-cron`. */
  readonly cron?: (name: string, schedule: string, work: () => Promise<void>) => unknown;
};

const DRIVE_MS = 10_000;

const folder = Deno.env.get("NOTICE_FOLDER") ?? ".playground/notice-host";
const notices = createShopNotices(await fromEnv(), {
  store: createDenoKvStore(await Deno.openKv(Deno.env.get("NOTICE_KV"))),
  orders: createOrderFiles(`${folder}/orders`),
  allowedSenders: Deno.env.get("NOTICE_FROM") === "any" ? undefined : NOTICE_SENDERS,
});

Deno.serve(
  {
    port: Number(Deno.env.get("NOTICE_PORT") ?? "8790"),
    hostname: Deno.env.get("NOTICE_HOST") ?? "0.0.0.0",
    onListen: ({ hostname, port }) => console.log(`takes notices at http://${hostname}:${port}/notice`),
  },
  (request, info) =>
    new URL(request.url).pathname === "/notice"
      ? notices(request, { senderAddress: senderAddress(info) })
      : new Response("", { status: 404 }),
);

// What could not be done with the notice is done without it.
if (Deno.cron) Deno.cron("notices", "* * * * *", drive);
else setInterval(() => void drive(), DRIVE_MS);

async function drive(): Promise<void> {
  try {
    await notices.drain();
  } catch (error) {
    console.error(`notices could not be driven: ${String(error)}`);
  }
}
