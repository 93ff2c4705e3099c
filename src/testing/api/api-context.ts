import type { EnvironmentName } from "../../environment.ts";
import type { ApiMethod } from "../../wire/api-operations.ts";
import type { ApiOperationName } from "../operation-name.ts";
import type { SandboxStore } from "../sandbox-store.ts";
import type { OpccountSide } from "./opccount-side.ts";
import type { OpcardSide, TokenCalls } from "./opcard-side.ts";

/** What the simulated gateway's OPCard, disputes and OPCCOUNT are made of. */
export interface ApiSide {
  readonly environment: EnvironmentName;
  readonly opcard: OpcardSide;
  readonly opccount: OpccountSide;
  /** Methods of single calls in place of the table's. */
  readonly methods: Readonly<Partial<Record<ApiOperationName, ApiMethod>>>;
  readonly store: SandboxStore;
  /** Tokens are kept as their digests. */
  readonly digestOf: (token: string) => Promise<string>;
  /** When this sandbox was made. */
  readonly startedAtMs: number;
  readonly tokenCalls: { -readonly [Name in keyof TokenCalls]: TokenCalls[Name] };
}
