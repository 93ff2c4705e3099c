// npm run build && deno run --allow-env="OCEANPAYMENT_*" --allow-net=127.0.0.1 playground/opcard.deno.ts
//
// Makes a token, a card holder and a card, and answers a dispute, against a simulated gateway that it starts. With
// OCEANPAYMENT_ENVIRONMENT=sandbox, OCEANPAYMENT_APP_KEY and OCEANPAYMENT_APP_SECRET set it talks to OPCard's sandbox,
// by --allow-net=checkout-s.oceanpayment.com, and leaves the disputes there as they are.
import { opcardFromEnv } from "oceanpayment/deno";
import { type Dispute, InputError, type OpcardClient } from "oceanpayment/edge";
import { deno, isSet } from "./back-office/deno-host.ts";
import { type Report, runScript } from "./back-office/run-script.ts";
import { type SimulatedGateway, startOpcardGateway } from "./back-office/simulated-gateway.ts";

const HOLDER = {
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  phone: "5550100",
  phoneAreaCode: "1",
};
const CARD = { name: "Office supplies", programValue: "01", risks: [{ name: "purchase_count_1d", value: "5" }] };
const PROOF = { name: "proof-of-delivery.txt", content: new Blob(["Handed over on 3 May to A. Lovelace, signed.\n"]) };

await runScript(async (report) => {
  const isReal = isSet("OCEANPAYMENT_APP_KEY") || isSet("OCEANPAYMENT_APP_SECRET");
  if (isReal && deno.env.get("OCEANPAYMENT_ENVIRONMENT") === "production") {
    throw new InputError("invalid_config", "this script makes a card: it does so in the sandbox only");
  }
  const gateway = isReal ? undefined : await startOpcardGateway();
  const opcard = await opcardFromEnv(gateway?.env);
  report.title(gateway ? `OPCard at a simulated gateway, ${gateway.origin}` : "OPCard at its sandbox");

  const { cardholderId, cardId, listed } = await makeCard(opcard, report);
  await gateway?.sandbox.openDispute({ orderNumber: "A-1017", currency: "USD", amount: "48.00" });
  const disputes = await listDisputes(opcard, report);
  const answered = gateway && (await answerDispute(opcard, { dispute: disputes[0], report }));

  report.title("What is there now");
  report.expect("the new holder is in the list", listed.includes(cardholderId));
  if (gateway) await compare(gateway, { report, cardholderId, cardId, ...answered });
});

/** One token serves all of a client's calls: asked for here, so that it shows, it would else come by itself. */
async function makeCard({ tokens, cardholders, cards }: OpcardClient, { say }: Report) {
  const { expiresAtMs } = await tokens.create();
  say("Token", `made, good for ${Math.round((expiresAtMs - Date.now()) / 60_000)} minutes`);

  const { cardholderId } = await cardholders.create(HOLDER);
  say("Card holder", `${HOLDER.firstName} ${HOLDER.lastName}, id ${cardholderId}`);

  const validUntil = { year: new Date().getUTCFullYear() + 4, month: 5 };
  const { cardId } = await cards.create({ ...CARD, cardholderId, validUntil });
  say("Card", `"${CARD.name}" until 05/${validUntil.year}, at most 5 purchases a day, id ${cardId}`);

  const listed: string[] = [];
  for await (const holder of cardholders.list()) listed.push(holder.cardholderId);
  say("Card holders", `${listed.length} listed`);
  return { cardholderId, cardId, listed };
}

async function listDisputes({ disputes }: OpcardClient, { say }: Report): Promise<readonly Dispute[]> {
  const found: Dispute[] = [];
  for await (const dispute of disputes.list({ type: "dispute" })) {
    const { order_number: orderNumber, currency, amount, status } = dispute.fields;
    say("Dispute", `${dispute.disputeId}: order ${orderNumber}, ${currency} ${amount}, ${status}`);
    found.push(dispute);
  }
  if (found.length === 0) say("Disputes", "none");
  return found;
}

/** Which members evidence has no source tells: these are made up, and the simulated gateway keeps whatever comes. */
async function answerDispute(
  { disputes }: OpcardClient,
  { dispute, report: { say } }: { readonly dispute: Dispute | undefined; readonly report: Report },
) {
  const disputeId = dispute?.disputeId ?? "";
  const { fileId = "" } = await disputes.uploadFile(PROOF);
  say("File", `${PROOF.name}, ${PROOF.content.size} bytes, id ${fileId}`);
  await disputes.update({ disputeId, evidence: { text: "The parcel was delivered.", file_id: fileId } });
  say("Evidence", `handed in for dispute ${disputeId}`);
  return { disputeId, fileId };
}

/** Holds what the simulated gateway keeps against what was asked of it. */
async function compare(
  { sandbox }: SimulatedGateway,
  asked: {
    readonly report: Report;
    readonly cardholderId: string;
    readonly cardId: string | undefined;
    readonly disputeId?: string;
    readonly fileId?: string;
  },
) {
  const { expect } = asked.report;
  const [card, ...otherCards] = await sandbox.cards();
  const isCard =
    card !== undefined &&
    card.cardId === asked.cardId &&
    card.cardholderId === asked.cardholderId &&
    card.name === CARD.name;
  expect("one card, and it is that holder's", isCard && otherCards.length === 0);

  const [file, ...otherFiles] = await sandbox.disputeFiles();
  const isFile = file?.fileId === asked.fileId && file?.sizeBytes === PROOF.content.size;
  expect("one file, of as many bytes as were sent", isFile && otherFiles.length === 0);

  const evidence = JSON.stringify(await sandbox.disputeEvidence(asked.disputeId ?? ""));
  const wanted = JSON.stringify([{ text: "The parcel was delivered.", file_id: asked.fileId }]);
  expect("one piece of evidence, which names the file", evidence === wanted);

  const { create, refresh } = sandbox.tokenCalls();
  expect("one token was asked for, for all calls", create === 1 && refresh === 0);
}
