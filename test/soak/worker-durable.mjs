import { createDurableStore, createNoticeObject } from "oceanpayment/cloudflare";
import { createMerchant } from "./merchant.mjs";

const SHARDS = 8;
const OPEN = "https://soak.internal/open";

const Notices = createNoticeObject((env, store) => createMerchant({ ...env.SOAK, store }).createHandler());

/** The library's object, which can also be asked what of its work is open. */
export class Inbox extends Notices {
  #sql;

  constructor(state, env) {
    super(state, env);
    this.#sql = state.storage.sql;
  }

  fetch(request) {
    if (request.url !== OPEN) return super.fetch(request);
    const rows = this.#sql.exec("SELECT name, record FROM notices WHERE due_at_ms IS NOT NULL").toArray();
    const open = rows.flatMap(({ name, record }) => JSON.parse(record).open.map(({ key }) => `${name} ${key}`));
    return Response.json(open);
  }
}

let merchant;

export default {
  fetch(request, env) {
    const store = createDurableStore(env.NOTICES, { shards: SHARDS });
    merchant ??= createMerchant({ ...env.SOAK, store, listOpen: () => listOpen(env.NOTICES) });
    return merchant.serve(request);
  },
};

async function listOpen(namespace) {
  const names = Array.from({ length: SHARDS }, (_, shard) => `notices-${shard}`);
  const ask = async (name) => (await namespace.get(namespace.idFromName(name)).fetch(OPEN)).json();
  return (await Promise.all(names.map(ask))).flat();
}
