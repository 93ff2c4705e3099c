// `npm run bench`: size and speed of encrypting a card, as ratios beside what a page would use instead.
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { encryptCard, importPublicKey } from "oceanpayment";
import { openCardData } from "oceanpayment/testing";

const folder = fileURLToPath(new URL("peers/", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const ROUNDS = 7;
const ROUND_MS = 250;
const CARD = { number: "4111111111111111", expiryMonth: "12", expiryYear: "2030", securityCode: "123" };
const FIELDS = { card_secureCode: "123", card_year: "2030", card_month: "12", card_number: "4111111111111111" };

if (!existsSync(`${folder}node_modules/jsencrypt`)) {
  execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, stdio: "ignore" });
}
const { createForge, createUsualPair } = await import("./peers/peers.mjs");

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const pem = publicKey.export({ type: "spki", format: "pem" });
const privatePem = privateKey.export({ type: "pkcs8", format: "pem" });
const key = await importPublicKey(pem);
const usualPair = createUsualPair(pem);
const forge = createForge(pem);

const peers = [
  { name: "oceanpayment", source: `export { encryptCard } from "oceanpayment";`, run: () => encryptCard(CARD, key) },
  { name: "jsencrypt + crypto-js", source: pairSource(), run: () => usualPair(FIELDS) },
  { name: "node-forge", source: `import forge from "node-forge"; globalThis.forge = forge;`, run: () => forge(FIELDS) },
];

for (const { name, run } of peers) {
  const { number } = await openCardData(await run(), privatePem);
  if (number !== CARD.number) throw new Error(`${name} does not make what opens`);
}
const speeds = await measure(peers);
const rows = [];
for (const [i, { name, source }] of peers.entries())
  rows.push({ name, gzip: await gzipSize(source), speed: speeds[i] });
const [own] = rows;
console.log(
  "\n  what a page loads and runs to encrypt a card in the vendor's format (1024 bits), Node",
  process.version,
);
console.log(
  `\n  ${"".padEnd(24)}${"gzip".padStart(10)}${"size".padStart(9)}${"cards/s".padStart(11)}${"speed".padStart(9)}`,
);
for (const { name, gzip, speed } of rows) {
  const size = `${(gzip / own.gzip).toFixed(1)}x`;
  const pace = `${(speed / own.speed).toFixed(2)}x`;
  console.log(
    `  ${name.padEnd(24)}${`${gzip} B`.padStart(10)}${size.padStart(9)}${Math.round(speed).toString().padStart(11)}${pace.padStart(9)}`,
  );
}
console.log("\n  Every output was opened with the private key first.\n");

/** Runs all in turn, round by round, so that what else the machine does falls on each alike. Returns medians. */
async function measure(candidates) {
  const rates = candidates.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { run }] of candidates.entries()) rates[i].push(await rate(run));
  }
  return rates.map((list) => list.sort((a, b) => a - b)[ROUNDS >> 1]);
}

async function rate(run) {
  const startMs = performance.now();
  let count = 0;
  for (; performance.now() - startMs < ROUND_MS; count++) await run();
  return (count * 1000) / (performance.now() - startMs);
}

async function gzipSize(contents) {
  const options = { bundle: true, minify: true, write: false, format: "esm", target: "es2022", platform: "browser" };
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: contents.includes('"oceanpayment"') ? root : folder },
    logLevel: "error",
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

function pairSource() {
  return `import { JSEncrypt } from "jsencrypt";
import AES from "crypto-js/aes.js"; import ECB from "crypto-js/mode-ecb.js"; import Utf8 from "crypto-js/enc-utf8.js";
globalThis.pair = [JSEncrypt, AES, ECB, Utf8];`;
}
