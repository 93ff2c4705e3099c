import { utf8 } from "../bytes/utf8.ts";
import { randomBytes } from "../bytes/random.ts";
import { sha256 } from "../crypto/sha256.ts";
import { InputError } from "../errors.ts";
import type { NoticeStore, WorkReference } from "../inbox/notice-store.ts";
import { askObject, type ObjectStub } from "./ask-object.ts";
import { assertBinding } from "./assert-binding.ts";
import { NOTICE_PROTOCOL } from "./durable-protocol.ts";

/** A binding of a Durable Object class: the part that is used. */
export interface NoticeNamespace<Id> {
  readonly idFromName: (name: string) => Id;
  readonly get: (id: Id) => ObjectStub;
}

/** How notices are spread. */
export interface DurableStoreOptions {
  /** Over how many objects, 1 to 256. Never change it: an order then begins anew elsewhere. Default 16. */
  readonly shards?: number | undefined;
}

/**
 * Returns a store of notices in Durable Objects, whose class {@link createNoticeObject} makes. An order belongs to one
 * object, by a hash of its name; an object does one thing at a time, so a lease is handed out once.
 *
 * Work that a crash has left is driven by the objects' own alarms: no Cron Trigger is needed. `due`, and so `drain`,
 * asks the objects in turn, beginning with any of them, until it has enough.
 *
 * `shards` decides where an order is kept. With another number orders are looked for where they are not: what took
 * effect can take effect again. Choose it once.
 *
 * Each method throws TransportError `connection_failed` where an object does not answer. What was to be stored then is
 * not acknowledged, and comes again.
 *
 * @throws InputError `invalid_config` for what is no binding of a Durable Object, such as a Workers KV namespace, or a
 * wrong number of shards.
 * @example
 * ```ts
 * import { createDurableStore, type NoticeNamespace } from "oceanpayment/cloudflare";
 *
 * declare const env: { readonly NOTICES: NoticeNamespace<unknown> };
 * const store = createDurableStore(env.NOTICES);
 * ```
 */
export function createDurableStore<Id>(
  namespace: NoticeNamespace<Id>,
  { shards = 16 }: DurableStoreOptions = {},
): NoticeStore {
  assertBinding(namespace, {
    field: "namespace",
    wanted: "the binding of a Durable Object",
    methods: ["idFromName", "get"],
  });
  if (!Number.isInteger(shards) || shards < 1 || shards > 256) {
    throw new InputError("invalid_config", `"shards" must be a whole number from 1 to 256`, { field: "shards" });
  }
  const askShard = <Answer>(shard: number, method: keyof NoticeStore, values: readonly unknown[]): Promise<Answer> =>
    askObject(() => namespace.get(namespace.idFromName(`notices-${shard}`)), {
      protocol: NOTICE_PROTOCOL,
      method,
      values,
    });
  const ask = async <Answer>(order: string, method: keyof NoticeStore, values: readonly unknown[]): Promise<Answer> =>
    askShard(await shardOf(order, shards), method, values);
  return Object.freeze({
    claim: (order, work, leaseMs) => ask(order, "claim", [order, work, leaseMs]),
    resume: (work, leaseMs) => ask(work.order, "resume", [work, leaseMs]),
    complete: (lease) => ask(lease.order, "complete", [lease]),
    release: (lease, pauseMs) => ask(lease.order, "release", [lease, pauseMs]),
    due: async (limit) => {
      const found: WorkReference[] = [];
      const [first = 0] = randomBytes(1);
      for (let asked = 0; asked < shards && found.length < limit; asked++) {
        const rest = limit - found.length;
        found.push(...(await askShard<readonly WorkReference[]>((first + asked) % shards, "due", [rest])));
      }
      return found;
    },
  } satisfies NoticeStore);
}

/** Returns the number of the object that keeps an order: the same for ever. */
async function shardOf(order: string, shards: number): Promise<number> {
  const [high = 0, low = 0] = await sha256(utf8(order));
  return (high * 256 + low) % shards;
}
