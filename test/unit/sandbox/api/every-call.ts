import {
  ACCOUNT_KEY,
  type ApiWorld,
  APP,
  CARDS,
  CREATE,
  HOLDER,
  HOLDERS,
  REFRESH,
  signedHeaders,
  sortedText,
  toRequest,
} from "./api-world.ts";

/** What a request of a call needs that is there already. */
interface Ready {
  readonly world: ApiWorld;
  readonly access: string;
  readonly refresh: string;
  readonly dispute: string;
}

/** A good request of every call, by hand: paths and methods are transcribed from the protocol, not taken from the library. */
export const everyCall: Readonly<Record<string, (ready: Ready) => Request>> = {
  "tokens.create": () =>
    toRequest("POST", CREATE, { body: JSON.stringify({ app_key: APP.appKey, app_secret: APP.appSecret }) }),
  "tokens.refresh": ({ refresh }) => toRequest("POST", REFRESH, { body: JSON.stringify({ refresh_token: refresh }) }),
  "cards.create": ({ access: token }) =>
    toRequest("POST", CARDS, {
      token,
      body: '{"card_name":"Travel","card_validity_time":"203112","program_value":"01"}',
    }),
  "cardholders.create": ({ access: token }) => toRequest("POST", HOLDERS, { token, body: JSON.stringify(HOLDER) }),
  "cardholders.list": ({ access: token }) => toRequest("GET", HOLDERS, { token }),
  "cardholders.get": ({ access: token }) => toRequest("GET", `${HOLDERS}/1`, { token }),
  "cardholders.update": ({ access: token }) =>
    toRequest("POST", `${HOLDERS}/1/update`, { token, body: '{"last_name":"King"}' }),
  "disputes.list": ({ access: token }) =>
    toRequest("GET", "/dispute-api/v1/dispute/list", { token, query: { limit: "50" } }),
  "disputes.listShort": ({ access: token }) =>
    toRequest("GET", "/dispute-api/v1/list", { token, query: { page: "1" } }),
  "disputes.get": ({ access: token, dispute }) => toRequest("GET", `/dispute-api/v1/dispute/${dispute}`, { token }),
  "disputes.update": ({ access: token, dispute }) =>
    toRequest("POST", `/dispute-api/v1/dispute/${dispute}/update`, { token, body: '{"evidence":"private words"}' }),
  "disputes.uploadFile": ({ access: token }) =>
    toRequest("POST", "/files-api/v1/file/upload", { token, form: formOf({}, "file") }),
  "disputes.listFiles": ({ access: token }) => toRequest("GET", "/files-api/v1/file/list", { token }),
  "disputes.getFile": ({ access: token }) => toRequest("GET", "/files-api/v1/file/1", { token }),
  "funds.list": ({ world }) => {
    const query = { startDate: "2030-06-15 00:00:00", endDate: "2030-06-16 00:00:00" };
    return toRequest("GET", "/opc/v1/account-fund/query-fund-page", { query, headers: headersOf(world, query) });
  },
  "withdrawals.inquire": ({ world }) => json(world, "/opc/v1/withdrawal/inquiry", WITHDRAWAL),
  "withdrawals.apply": ({ world }) => json(world, "/opc/v1/withdrawal/apply", WITHDRAWAL),
  "withdrawalAccounts.add": ({ world }) =>
    form(
      world,
      "/opc/v1/withdrawal-account/add",
      { bankHolder: "Ada Lovelace", bankName: "Bank", bankAccount: "GB00PRIVATE", currency: "GBP" },
      "fileList",
    ),
  "withdrawalAccounts.edit": ({ world }) =>
    form(world, "/opc/v1/withdrawal-account/edit", { withdrawalAccountKey: ACCOUNT_KEY, city: "London" }),
  "fundPayments.addAccount": ({ world }) =>
    form(world, "/opc/v1/fund-payment/account-add", { receiptOpccountNo: "25677001" }),
  "fundPayments.deleteAccount": ({ world }) =>
    json(world, "/opc/v1/fund-payment/account-delete", { fundPaymentAccountKey: "1" }),
  "fundPayments.apply": ({ world }) =>
    json(world, "/opc/v1/fund-payment/apply-fund-payment", {
      withholdingAccountKey: "77",
      paymentAmount: "1.00",
      paymentCurrency: "USD",
      payerName: "Ada Lovelace",
    }),
};

const WITHDRAWAL = {
  withdrawalAccountKey: ACCOUNT_KEY,
  billCurrency: "USD",
  billAmount: "100.00",
  transactionFeesBearingMethods: "BEN",
};

/** What all requests of {@link everyCall} need, on a sandbox that knows it. */
export async function getReady(world: ApiWorld): Promise<Ready> {
  return { world, ...(await world.tokens()), dispute: await world.sandbox.openDispute() };
}

function headersOf({ key, clock }: ApiWorld, parameters: object) {
  return signedHeaders(key, clock.nowMs, sortedText(JSON.stringify(parameters), clock.nowMs));
}

function json(world: ApiWorld, path: string, body: object): Request {
  return toRequest("POST", path, { body: JSON.stringify(body), headers: headersOf(world, body) });
}

function form(world: ApiWorld, path: string, fields: Readonly<Record<string, string>>, file?: string): Request {
  return toRequest("POST", path, { form: formOf(fields, file), headers: headersOf(world, fields) });
}

function formOf(fields: Readonly<Record<string, string>>, file?: string): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  if (file !== undefined) data.append(file, new Blob(["words of a file"], { type: "text/plain" }), "private.txt");
  return data;
}
