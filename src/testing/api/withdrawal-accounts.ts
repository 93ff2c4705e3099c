import type { JsonValue } from "../../wire/json.ts";
import { INFERRED, STATED } from "../inferred.ts";
import { opccountAnswer, opccountRefusal } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import type { ApiRequest, SandboxUpload } from "./api-request.ts";
import { readKept } from "./kept.ts";
import { createLongId } from "../ids.ts";
import { isText, type Members, needed, oneOf, optional, wrongMember } from "./member-checks.ts";
import { asMerchant } from "./opccount-auth.ts";

/** A withdrawal account as the simulated gateway keeps it. */
export interface SandboxWithdrawalAccount {
  readonly withdrawalAccountKey: string;
  readonly currency: string;
  /** What it was made of, by wire names. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly files: readonly SandboxUpload[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

const KEY = "opccount/withdrawal-accounts";

const { codes, accountNeeds } = INFERRED.opccount;

/** The members of a withdrawal account (stated, protocol.md §8). */
const NAMES = [
  ...["bankHolder", "bankName", "bankAccount", "settlementNumber", "bankAddress", "province", "city", "zipcode"],
  ...["currency", "type", "swiftCode", "beneficiaryMsisdn"],
];

const CHECKS = Object.fromEntries(
  NAMES.map((name) => [name, name === "currency" ? oneOf(STATED.currencies) : isText] as const),
);

const MEMBERS_TO_ADD: Members = Object.fromEntries(
  Object.entries(CHECKS).map(([name, is]) => [name, accountNeeds.includes(name) ? needed(is) : optional(is)] as const),
);

const MEMBERS_TO_EDIT: Members = {
  ...Object.fromEntries(Object.entries(CHECKS).map(([name, is]) => [name, optional(is)] as const)),
  withdrawalAccountKey: needed(isText),
};

/** Answers the call that adds a withdrawal account. Its answer has no data (stated): the account's key is shown elsewhere. */
export const addWithdrawalAccount = asMerchant(async (request, context) => {
  const { parameters, files } = request;
  const wrong = wrongMember(request, MEMBERS_TO_ADD) || wrongFile(request);
  if (wrong) return opccountRefusal(codes.other, wrong);
  const nowMs = context.now();
  const account: SandboxWithdrawalAccount = {
    withdrawalAccountKey: `${await createLongId(context)}`,
    currency: String(parameters.currency),
    ...{ fields: parameters, files, createdAtMs: nowMs, updatedAtMs: nowMs },
  };
  await context.api.store.put(KEY, [...(await withdrawalAccountsOf(context.api)), account]);
  return opccountAnswer(null);
});

/** Answers the call that changes a withdrawal account: what is not sent stays. */
export const editWithdrawalAccount = asMerchant(async (request, { api, now }) => {
  const { parameters, files } = request;
  const wrong = wrongMember(request, MEMBERS_TO_EDIT) || wrongFile(request);
  if (wrong) return opccountRefusal(codes.other, wrong);
  const { withdrawalAccountKey, ...changes } = parameters;
  if (Object.keys(changes).length + files.length === 0) return opccountRefusal(codes.other, "nothing is changed");
  const all = await withdrawalAccountsOf(api);
  const account = all.find((item) => item.withdrawalAccountKey === withdrawalAccountKey);
  if (!account) return opccountRefusal(codes.other, "withdrawalAccountKey is not found");
  const changed: SandboxWithdrawalAccount = {
    ...account,
    currency: String(changes.currency ?? account.currency),
    fields: { ...account.fields, ...changes },
    files: files.length > 0 ? files : account.files,
    updatedAtMs: now(),
  };
  await api.store.put(
    KEY,
    all.map((item) => (item === account ? changed : item)),
  );
  return opccountAnswer(null);
});

/** Returns all withdrawal accounts, oldest first: those that were there at first among them. */
export async function withdrawalAccountsOf(api: ApiSide): Promise<readonly SandboxWithdrawalAccount[]> {
  const { store, opccount, startedAtMs } = api;
  const kept = await readKept<readonly SandboxWithdrawalAccount[]>(store, KEY);
  if (kept) return kept;
  const made = { files: [], createdAtMs: startedAtMs, updatedAtMs: startedAtMs };
  const first = opccount.withdrawalAccounts.map(({ withdrawalAccountKey, currency }) => ({
    ...{ withdrawalAccountKey, currency, fields: { currency } },
    ...made,
  }));
  await store.put(KEY, first);
  return first;
}

/** Files come in `fileList` alone, and hold something. */
function wrongFile({ files }: ApiRequest): string {
  return files.some(({ field, sizeBytes }) => field !== "fileList" || sizeBytes === 0) ? "fileList is wrong" : "";
}
