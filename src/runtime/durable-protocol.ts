import type { NoticeStore } from "../inbox/notice-store.ts";
import type { TokenStore } from "../opcard/token-store.ts";

/** What a Durable Object of a kind is asked. */
export interface ObjectProtocol<Method extends string> {
  /** Where its questions seem to go. No request from outside has this origin, so none is taken for a question. */
  readonly origin: string;
  readonly methods: readonly Method[];
  /** What the objects keep, for the message of an error. */
  readonly kept: string;
}

/** The questions to objects that keep notices. */
export const NOTICE_PROTOCOL: ObjectProtocol<keyof NoticeStore> = {
  origin: "https://notices.internal",
  methods: ["claim", "resume", "complete", "release", "due"],
  kept: "order",
};

/** A method of a store of tokens. */
export type TokenMethod = Exclude<keyof TokenStore, "sharing">;

/** The questions to objects that keep tokens. */
export const TOKEN_PROTOCOL: ObjectProtocol<TokenMethod> = {
  origin: "https://tokens.internal",
  methods: ["read", "claim", "write", "release"],
  kept: "token",
};

/** Returns the address of a method. */
export function toAddress<Method extends string>({ origin }: ObjectProtocol<Method>, method: Method): string {
  return `${origin}/${method}`;
}

/** Returns the method that an address stands for, or nothing where it is none of {@link toAddress}. */
export function fromAddress<Method extends string>(
  protocol: ObjectProtocol<Method>,
  address: string,
): Method | undefined {
  return protocol.methods.find((method) => toAddress(protocol, method) === address);
}
