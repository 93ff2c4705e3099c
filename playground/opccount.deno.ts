// npm run build && deno run --allow-env="OCEANPAYMENT_*" --allow-net=127.0.0.1 playground/opccount.deno.ts
//
// Lists an account's funds, asks what a withdrawal would bring, withdraws, and adds a bank account, against a simulated
// gateway that it starts. With OCEANPAYMENT_OPCCOUNT_NO, _VA_CODE, _OPCCOUNT_PRIVATE_KEY and _OPCCOUNT_HOST set it asks
// that host, by --allow-net=<host>, and changes nothing: it lists funds, and asks about a withdrawal where it is told
// which, such as `10.00 USD 1759747048153808896` with the withdrawal account's key. Followed by --withdraw, it makes it.
import { opccountFromEnv } from "oceanpayment/deno";
import { InputError, type OpccountClient, type OpccountCurrency, type WithdrawalInput } from "oceanpayment/edge";
import { deno, isSet } from "./back-office/deno-host.ts";
import { type Report, runScript } from "./back-office/run-script.ts";
import { type SimulatedGateway, startOpccountGateway } from "./back-office/simulated-gateway.ts";

const VARIABLES = ["OPCCOUNT_NO", "VA_CODE", "OPCCOUNT_PRIVATE_KEY", "OPCCOUNT_HOST"];
const DAYS = 30;
/** In which zone the gateway reads dates no source tells: this is a guess. */
const TIME_ZONE = "+08:00";

const BANK_ACCOUNT = {
  holder: "Example Ltd",
  bankName: "Example Bank",
  accountNumber: "GB00EXMP00000000000000",
  currency: "EUR",
  swiftCode: "EXMPGB00",
  files: [{ name: "statement.txt", content: new Blob(["Account statement of Example Ltd\n"]) }],
} as const;

await runScript(async (report) => {
  const isReal = VARIABLES.some((name) => isSet(`OCEANPAYMENT_${name}`));
  const gateway = isReal ? undefined : await startOpccountGateway();
  const opccount = await opccountFromEnv(gateway?.env);
  report.title(gateway ? `OPCCOUNT at a simulated gateway, ${gateway.origin}` : "OPCCOUNT at its host");

  await listFunds(opccount, report);
  const withdrawal = gateway ? await firstWithdrawal(gateway) : readWithdrawal(deno.args);
  if (withdrawal === undefined) return;
  await ask(opccount, { withdrawal, report });
  if (!gateway && !deno.args.includes("--withdraw")) return;
  const batchNo = await withdraw(opccount, { withdrawal, report });
  await listFunds(opccount, report);
  if (gateway === undefined) return;
  await addBankAccount(opccount, report);
  await compare(gateway, { batchNo, withdrawal, report });
});

async function listFunds({ funds }: OpccountClient, { say }: Report) {
  const to = new Date();
  const from = new Date(to.getTime() - DAYS * 86_400_000);
  say("Funds", `the last ${DAYS} days, dated in the gateway's time zone`);
  let count = 0;
  for await (const movement of funds.list({ from, to, timeZone: TIME_ZONE })) {
    const { gatewayTime, movedAmount, movedCurrency, movementType, balance, currency } = movement;
    const moved = `${movedAmount} ${movedCurrency} moved (type ${movementType})`;
    say("", `${gatewayTime}  ${moved}, balance ${balance} ${currency}`);
    count++;
  }
  if (count === 0) say("", "nothing moved");
}

/** A withdrawal of a part of what is there. The key of its account no answer shows: it is asked of the gateway itself. */
async function firstWithdrawal({ sandbox }: SimulatedGateway): Promise<WithdrawalInput> {
  const [account] = await sandbox.withdrawalAccounts();
  return { amount: "250.00", currency: "USD", accountKey: account?.withdrawalAccountKey ?? "", feeBearer: "BEN" };
}

function readWithdrawal(args: readonly string[]): WithdrawalInput | undefined {
  if (args.length === 0) return undefined;
  const [amount, currency, accountKey] = args.filter((arg) => arg !== "--withdraw");
  if (amount === undefined || currency === undefined || accountKey === undefined) {
    throw new InputError(
      "invalid_argument",
      "a withdrawal is told as: amount, currency, key of the withdrawal account",
    );
  }
  return { amount, currency: currency as OpccountCurrency, accountKey, feeBearer: "BEN" };
}

/** What a script does with a withdrawal. */
interface Asked {
  readonly withdrawal: WithdrawalInput;
  readonly report: Report;
}

async function ask({ withdrawals }: OpccountClient, { withdrawal, report }: Asked) {
  const { expectedAmount, currency, fee, feeCurrency } = await withdrawals.inquire(withdrawal);
  const costs = `${expectedAmount} ${currency} would arrive, the fee is ${fee} ${feeCurrency}`;
  report.say("Inquiry", `${withdrawal.amount} ${withdrawal.currency}: ${costs}`);
}

/** Sent once. After an error with `outcome: "unknown"` it may have been made: look into the funds, and don't send it again. */
async function withdraw({ withdrawals }: OpccountClient, { withdrawal, report }: Asked) {
  const { batchNo, amount, currency, status } = await withdrawals.apply(withdrawal);
  report.say("Withdrawal", `${amount} ${currency} taken, batch ${batchNo}, status ${status}`);
  return batchNo;
}

async function addBankAccount({ withdrawalAccounts }: OpccountClient, { say }: Report) {
  await withdrawalAccounts.add(BANK_ACCOUNT);
  const [{ name, content }] = BANK_ACCOUNT.files;
  say("Bank account", `of ${BANK_ACCOUNT.holder} added, with ${name} (${content.size} bytes)`);
}

/** Holds what the simulated gateway keeps against what was asked of it. */
async function compare(
  { sandbox }: SimulatedGateway,
  { batchNo, withdrawal, report: { title, expect } }: Asked & { readonly batchNo: string | undefined },
) {
  title("What is there now");
  const { USD, EUR } = await sandbox.funds();
  expect(`${USD} USD and ${EUR} EUR are left`, USD === "9750.00" && EUR === "10000.00");

  const [made, ...others] = await sandbox.withdrawals();
  const isMade = made?.batchNo === batchNo && made?.amount === withdrawal.amount && made.currency === "USD";
  expect("one withdrawal, of that batch number", isMade && others.length === 0);

  const added = (await sandbox.withdrawalAccounts()).filter(({ fields }) => fields.bankHolder === BANK_ACCOUNT.holder);
  const [{ content }] = BANK_ACCOUNT.files;
  const isAdded = added.length === 1 && added[0]?.files[0]?.sizeBytes === content.size;
  expect("one bank account added, its file of as many bytes as were sent", isAdded);
}
