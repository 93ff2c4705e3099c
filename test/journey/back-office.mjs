// The back office's scripts in a real Deno, by the README's own command lines: against the simulated gateway that they start,
// and against one that is named to them by variables, whose secrets they must not print.
import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createOpccount } from "oceanpayment/edge";
import { createSandbox } from "oceanpayment/testing";
import { assert, createChecks } from "../boundary/checks.mjs";
import { findTools, notRun, ROOT, runAlone, runCommand } from "../lanes/lanes.mjs";
import { blocksOf, readme } from "./code-blocks.mjs";

const OUT = `${ROOT}test/.out/back-office`;

/** What each script prints against the gateway that it starts, line by line. */
const PRINTED = {
  opcard: [
    /^OPCard at a simulated gateway, http:\/\/127\.0\.0\.1:\d+$/,
    /^ {2}Token +made, good for 60 minutes$/,
    /^ {2}Card holder +Ada Lovelace, id \d{19}$/,
    /^ {2}Card +"Office supplies" until 05\/20\d\d, at most 5 purchases a day, id \d{19}$/,
    /^ {2}Card holders +1 listed$/,
    /^ {2}Dispute +\d+: order A-1017, USD 48\.00, open$/,
    /^ {2}File +proof-of-delivery\.txt, \d+ bytes, id \d{19}$/,
    /^ {2}Evidence +handed in for dispute \d+$/,
    /^What is there now$/,
    ...Array.from({ length: 5 }, () => /^ {2}ok +\w/),
    /^All is as expected\.$/,
  ],
  opccount: [
    /^OPCCOUNT at a simulated gateway, http:\/\/127\.0\.0\.1:\d+$/,
    /^ {2}Funds +the last 30 days/,
    ...Array.from({ length: 2 }, () => /^ +20[-\d]{8} [:\d]{8} {2}10000 (USD|EUR) moved/),
    /^ {2}Inquiry +250\.00 USD: 245 USD would arrive, the fee is 5 USD$/,
    /^ {2}Withdrawal +250 USD taken, batch \d+, status 1$/,
    /^ {2}Funds +the last 30 days/,
    /^ +20[-\d]{8} [:\d]{8} {2}250 USD moved .* balance 9750 USD$/,
    ...Array.from({ length: 2 }, () => /^ +20[-\d]{8} [:\d]{8} {2}10000 (USD|EUR) moved/),
    /^ {2}Bank account +of Example Ltd added, with statement\.txt \(\d+ bytes\)$/,
    /^What is there now$/,
    ...Array.from({ length: 3 }, () => /^ {2}ok +\w/),
    /^All is as expected\.$/,
  ],
};

/** A fault in what each script expects. */
const FAULTS = {
  opcard: ["create === 1", "create === 2"],
  opccount: ['USD === "9750.00"', 'USD === "9750.01"'],
};

export async function run() {
  const { tool, missing } = await findTools();
  if (missing) return notRun("back-office", missing);
  const { check, result } = createChecks("back-office");
  const deno = (args, env) => runDeno(tool("deno"), args, env);
  for (const name of ["opcard", "opccount"]) {
    await check(`${name}: by the README's command it does what it says, and every line is as it should be`, () =>
      doesAll(deno, name),
    );
    await check(`${name}: exits with 1 where something is not as expected`, () => canFail(deno, name));
    await check(`${name}: each of the permissions is needed, and its want is said`, () => needsPermissions(deno, name));
  }
  await check("opcard: talks to the gateway that variables name, leaves its disputes, and prints no secret", () =>
    makesCardElsewhere(deno),
  );
  await check("opcard: a wrong secret and a missing one are said, and not shown", () => saysWrongSecret(deno));
  await check("opcard: makes nothing in production", () => refusesProduction(deno));
  await check("opccount: elsewhere it changes nothing until it is told to, and prints no key", () =>
    withdrawsElsewhere(deno),
  );
  await check("SECURITY.md: whoever sees an inquiry's headers can make a withdrawal of it", inquiryBecomesWithdrawal);
  return result();
}

async function doesAll(deno, name) {
  const args = commandOf(name);
  const [head] = readFileSync(`${ROOT}playground/${name}.deno.ts`, "utf8").split("\n");
  assert(head.replaceAll('"', "").endsWith(["deno run", ...args].join(" ")), `its first line says ${head}`);
  const { code, stdout, stderr } = await deno(args);
  assert(code === 0 && stderr === "", `it ended with ${code}: ${stdout}\n${stderr}`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  const wrong = lines.find((line, at) => !PRINTED[name][at]?.test(line));
  assert(
    wrong === undefined && lines.length === PRINTED[name].length,
    `${lines.length} lines, of them wrong: ${wrong}`,
  );
}

async function canFail(deno, name) {
  const source = readFileSync(`${ROOT}playground/${name}.deno.ts`, "utf8");
  const wrong = source.replace(...FAULTS[name]).replaceAll('from "./', 'from "../../../playground/');
  assert(wrong.includes(FAULTS[name][1]), "the planted fault must change the script");
  mkdirSync(OUT, { recursive: true });
  writeFileSync(`${OUT}/${name}.deno.ts`, wrong);
  const { code, stdout } = await deno([...commandOf(name).slice(0, -1), `${OUT}/${name}.deno.ts`]);
  assert(code === 1 && (stdout.match(/^ {2}WRONG /gm) ?? []).length === 1, `it ended with ${code}: ${stdout}`);
  assert(stdout.includes("This did not end as expected."), stdout);
}

async function needsPermissions(deno, name) {
  const args = commandOf(name);
  const flags = args.filter((arg) => arg.startsWith("--allow-"));
  assert(flags.join() === "--allow-env=OCEANPAYMENT_*,--allow-net=127.0.0.1", `the README gives it ${flags.join()}`);
  for (const flag of flags) {
    const { code, stderr } = await deno(args.filter((arg) => arg !== flag));
    assert(code === 1 && stderr.includes(flag.split("=")[0]), `without ${flag} it ended with ${code}: ${stderr}`);
  }
}

async function makesCardElsewhere(deno) {
  const sandbox = await createSandbox();
  const gateway = await serve(sandbox);
  const disputeId = await sandbox.openDispute({ orderNumber: "B-7" });
  const { appKey, appSecret } = sandbox.opcardConfig();
  try {
    const { code, output } = await deno(
      commandOf("opcard"),
      opcardVariables(gateway, { appKey, appSecret: appSecret() }),
    );
    assert(code === 0 && output.includes("order B-7"), `it ended with ${code}: ${output}`);
    const [[card], [holder]] = [await sandbox.cards(), await sandbox.cardholders()];
    assert(
      card?.cardholderId === holder?.cardholderId && output.includes(card.cardId),
      "the card is there, of that holder",
    );
    const left = [...(await sandbox.disputeEvidence(disputeId)), ...(await sandbox.disputeFiles())];
    assert(left.length === 0, "a dispute that is not its own must be left as it is");
    const tokens = gateway.answers.flatMap((answer) =>
      [...answer.matchAll(/_token": ?"([^"]+)"/g)].map(([, token]) => token),
    );
    assert(tokens.length === 2, `the gateway gave ${tokens.length} tokens`);
    showsNone(output, [appSecret(), appKey, ...tokens]);
  } finally {
    await gateway.close();
  }
}

async function saysWrongSecret(deno) {
  const sandbox = await createSandbox();
  const gateway = await serve(sandbox);
  const { appKey } = sandbox.opcardConfig();
  const appSecret = createHash("sha256").update(appKey).digest("hex");
  try {
    const wrong = await deno(commandOf("opcard"), opcardVariables(gateway, { appKey, appSecret }));
    assert(wrong.code === 1 && wrong.stderr.includes("unauthorised: "), `it ended with ${wrong.code}: ${wrong.output}`);
    showsNone(wrong.output, [appSecret, appKey]);
    const none = await deno(commandOf("opcard"), opcardVariables(gateway, { appKey, appSecret: "" }));
    const isNamed = none.stderr.includes("missing_credential: the variable OCEANPAYMENT_APP_SECRET is missing");
    assert(none.code === 1 && isNamed, `it ended with ${none.code}: ${none.output}`);
    showsNone(none.output, [appKey]);
    assert((await sandbox.cardholders()).length === 0, "nothing may have been made");
  } finally {
    await gateway.close();
  }
}

async function refusesProduction(deno) {
  const sandbox = await createSandbox();
  const gateway = await serve(sandbox);
  const { appKey, appSecret } = sandbox.opcardConfig();
  try {
    const variables = opcardVariables(gateway, { appKey, appSecret: appSecret() });
    const { code, stderr } = await deno(commandOf("opcard"), { ...variables, OCEANPAYMENT_ENVIRONMENT: "production" });
    assert(code === 1 && stderr.includes("in the sandbox only"), `it ended with ${code}: ${stderr}`);
    assert(gateway.answers.length === 0, "nothing may have been asked");
  } finally {
    await gateway.close();
  }
}

async function withdrawsElsewhere(deno) {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const [opccountNo, vaCode] = ["VA900002", "1900000000000000002"];
  const sandbox = await createSandbox({
    opccount: { opccountNo, vaCode, publicKey: publicKey.export({ format: "jwk" }) },
  });
  const gateway = await serve(sandbox);
  const variables = {
    OCEANPAYMENT_OPCCOUNT_NO: opccountNo,
    OCEANPAYMENT_VA_CODE: vaCode,
    OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: pem.trim().replaceAll("\n", "\\n"),
    OCEANPAYMENT_OPCCOUNT_HOST: gateway.origin,
  };
  const [{ withdrawalAccountKey }] = await sandbox.withdrawalAccounts();
  const withdrawal = ["12.50", "USD", withdrawalAccountKey];
  const counts = async () => [(await sandbox.withdrawals()).length, (await sandbox.withdrawalAccounts()).length].join();
  try {
    for (const [args, said, left] of [
      [[], "10000 USD moved", "0,1"],
      [withdrawal, "12.50 USD: 7.5 USD would arrive", "0,1"],
      [[...withdrawal, "--withdraw"], "12.5 USD taken", "1,1"],
    ]) {
      const { code, output } = await deno([...commandOf("opccount"), ...args], variables);
      assert(code === 0 && output.includes(said), `with ${args.length} arguments it ended with ${code}: ${output}`);
      assert((await counts()) === left, `with ${args.length} arguments it left ${await counts()}`);
      showsNone(output, [...pem.split("\n").slice(1, -2), ...gateway.signatures]);
    }
    const half = await deno([...commandOf("opccount"), "--withdraw"], variables);
    assert(half.code === 1 && half.stderr.includes("invalid_argument"), `half of it ended with ${half.code}`);
    assert((await counts()) === "1,1", "half of what is to be told must withdraw nothing");
    const [last] = gateway.requests.filter(({ url }) => url.endsWith("/withdrawal/apply"));
    const { timestamp, sign } = last.headers;
    const text = JSON.stringify(
      Object.fromEntries(Object.entries({ ...JSON.parse(last.body), timestamp }).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    const isSigned = createVerify("sha256").update(text).verify(publicKey, sign, "base64");
    assert(isSigned, "node:crypto must find the withdrawal signed by the key of the variable");
  } finally {
    await gateway.close();
  }
}

/** The attack of SECURITY.md, "OPCCOUNT's signature": the text that is signed has parameters and time, and no path. */
async function inquiryBecomesWithdrawal() {
  const sandbox = await createSandbox();
  const gateway = await serve(sandbox);
  try {
    const { withdrawals } = createOpccount({ ...(await sandbox.opccountConfig()), host: gateway.origin, fetch });
    const [{ withdrawalAccountKey: accountKey }] = await sandbox.withdrawalAccounts();
    await withdrawals.inquire({ accountKey, currency: "USD", amount: "10.00", feeBearer: "BEN" });
    const [{ url, headers, body }] = gateway.requests;
    const replay = (amount) => {
      const { "content-type": type, "opccount-no": number, "va-code": code, sign, timestamp } = headers;
      return fetch(gateway.origin + url.replace("inquiry", "apply"), {
        method: "POST",
        headers: { "content-type": type, "opccount-no": number, "va-code": code, sign, timestamp },
        body: body.replace("10.00", amount),
      });
    };
    assert((await (await replay("99.00")).json()).code !== "000", "another amount must not pass for the signed one");
    assert((await (await replay("10.00")).json()).code === "000", "the same parameters must pass");
    assert((await sandbox.withdrawals()).length === 1, "the withdrawal is there");
  } finally {
    await gateway.close();
  }
}

function opcardVariables({ origin }, { appKey, appSecret }) {
  return {
    OCEANPAYMENT_ENVIRONMENT: "sandbox",
    OCEANPAYMENT_APP_KEY: appKey,
    OCEANPAYMENT_APP_SECRET: appSecret,
    OCEANPAYMENT_OPCARD_HOST: origin,
  };
}

function showsNone(output, secrets) {
  const shown = secrets.filter((secret) => secret === "" || output.includes(secret));
  assert(shown.length === 0, `${shown.length} of ${secrets.length} secrets are shown`);
}

/** Returns the arguments of `deno run` that the README gives for a script. */
function commandOf(name) {
  const lines = blocksOf(readme(), "sh").join("").split("\n");
  const [line] = lines.filter((text) => text.includes(`playground/${name}.deno.ts`));
  const [, args] = /^deno run (\S.*\.deno\.ts)/.exec(line ?? "") ?? [];
  assert(args !== undefined, `the README has no command for ${name}`);
  // As a shell does it.
  return args.replaceAll('"', "").split(" ");
}

function runDeno(program, args, variables = {}) {
  // Variables of whoever runs the tests must not reach it.
  const own = Object.keys(process.env).filter((name) => name.startsWith("OCEANPAYMENT_"));
  const env = { ...Object.fromEntries(own.map((name) => [name, ""])), DENO_NO_UPDATE_CHECK: "1", ...variables };
  return runCommand(program, ["run", "--no-prompt", "--no-remote", "--quiet", ...args], { env });
}

/** Serves a simulated gateway on a loopback port, and writes down what it is asked and what it answers. */
async function serve(sandbox) {
  const [requests, answers] = [[], []];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks);
    requests.push({ url, headers, body: body.toString() });
    const answer = await sandbox.fetch(
      new Request(`http://${headers.host}${url}`, { method, headers, ...(method === "POST" && { body }) }),
    );
    const text = await answer.text();
    answers.push(text);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    requests,
    answers,
    get signatures() {
      return requests.map(({ headers }) => headers.sign);
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

await runAlone(import.meta, run);
