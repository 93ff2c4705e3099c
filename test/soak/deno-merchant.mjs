// The merchant under Deno: one process, its notices in Deno KV.
import { createDenoKvStore } from "oceanpayment/deno";
import { listWith, createMerchant } from "./merchant.mjs";

const { path, ...options } = JSON.parse(Deno.args[0]);
const kv = await Deno.openKv(path);
const listOpen = listWith((given) => createDenoKvStore(kv, given));
const { serve } = createMerchant({ ...options, store: createDenoKvStore(kv), listOpen });

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(JSON.stringify({ origin: `http://127.0.0.1:${port}`, pid: Deno.pid })),
  },
  (request) => serve(request),
);
