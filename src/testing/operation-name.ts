import type { OpccountOperationName, OpcardOperationName } from "../wire/api-operations.ts";
import type { OperationName } from "../wire/operations.ts";

/** The name of a call of OPCard, disputes or OPCCOUNT. */
export type ApiOperationName = OpcardOperationName | OpccountOperationName;

/** The name of any call that the simulated gateway answers. */
export type GatewayOperationName = OperationName | ApiOperationName;
