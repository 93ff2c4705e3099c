import type { NoticeStore } from "../inbox/notice-store.ts";

/** A method of a store, as a Durable Object is asked for it. */
export type StoreMethod = keyof NoticeStore;

/** Where a store's questions seem to go. No request from outside has this origin, so none is taken for a question. */
const ORIGIN = "https://notices.internal";

const METHODS: readonly StoreMethod[] = ["claim", "resume", "complete", "release", "due"];

/** Returns the address of a method. */
export function toAddress(method: StoreMethod): string {
  return `${ORIGIN}/${method}`;
}

/** Returns the method that an address stands for, or nothing where it is none of {@link toAddress}. */
export function fromAddress(address: string): StoreMethod | undefined {
  return METHODS.find((method) => toAddress(method) === address);
}
