import { describe, expect, test } from "vitest";
import { createDurableTokenStore, createKvTokenStore } from "../../../src/cloudflare.ts";
import { createDenoKvTokenStore } from "../../../src/deno.ts";
import { failure } from "../leaks.ts";

const run = () => undefined;
const WORKERS_KV = { get: run, put: run, list: run, delete: run, getWithMetadata: run };
const D1 = { prepare: run, batch: run, exec: run, dump: run };
const NAMESPACE = { idFromName: run, get: run, newUniqueId: run };
const DENO_KV = { get: run, set: run, list: run, atomic: run, delete: run };
const R2 = { get: run, put: run, list: run, head: run };
const NONE = [undefined, null, "KV", 1, {}, [], new Map(), run, R2, D1];

type Make = (binding: never) => { readonly sharing: string };
const MAKERS: readonly (readonly [name: string, make: Make, fits: object, others: readonly object[]])[] = [
  ["createDurableTokenStore", createDurableTokenStore, NAMESPACE, [DENO_KV]],
  ["createDenoKvTokenStore", createDenoKvTokenStore, DENO_KV, [NAMESPACE]],
  ["createKvTokenStore", createKvTokenStore, WORKERS_KV, [NAMESPACE, DENO_KV]],
];

describe.each(MAKERS)("%s", (name, make, fits, others) => {
  test("takes what it is for, and says how it is shared", () => {
    expect(make(fits as never).sharing).toBe(name === "createKvTokenStore" ? "eventual" : "atomic");
  });

  test.each([...NONE, ...others])("refuses others (%#)", async (binding) => {
    const { message } = await failure(() => make(binding as never), "invalid_config");
    expect(message).not.toContain("eventually");
  });
});

test.each([createDurableTokenStore, createDenoKvTokenStore] as Make[])(
  "Workers KV in another's place is refused with the reason, and with what takes it (%#)",
  async (make) => {
    const { message } = await failure(() => make(WORKERS_KV as never), "invalid_config");
    expect(message).toMatch(/eventually consistent.*who may renew.*createKvTokenStore/);
  },
);

test.each([7, null, "x".repeat(257), {}])("a prefix %j of Workers KV is refused", async (prefix) => {
  const make = () => createKvTokenStore(WORKERS_KV as never, { prefix: prefix as never });
  await failure(make, "invalid_config", "prefix");
});
