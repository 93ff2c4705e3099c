import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../lanes/lanes.mjs";
import { assert, assertSameNames } from "./checks.mjs";

const README = `${ROOT}README.md`;
const INTEGRITY = /integrity="(sha384-[^"]*)"/g;
const HINT = "; if the build is meant to have changed, run node test/lanes/package.mjs --write";

/** Writes the hash of the built card element into the README. */
export async function writeIntegrity() {
  const hashes = await readHashes(`${ROOT}dist`);
  const text = await readFile(README, "utf8");
  await writeFile(README, text.replace(INTEGRITY, `integrity="${hashes["oceanpayment-card.mjs"]}"`));
}

/** Checks that the published hashes are those of the published files, and that the README shows the card element's. */
export async function checkIntegrity({ check, installed, files }) {
  const dist = join(installed, "dist");
  const hashes = await readHashes(dist);
  await check("sri.json names the card element and its languages", () => {
    const beside = files.filter((path) => /^dist\/(oceanpayment-card|languages\/[\w-]+)\.mjs$/.test(path));
    assertSameNames(
      Object.keys(hashes),
      beside.map((path) => path.replace("dist/", "")),
    );
    return `${beside.length} files`;
  });
  for (const [name, published] of Object.entries(hashes)) {
    await check(`the hash of ${name} is right`, async () => {
      const digest = createHash("sha384").update(await readFile(join(dist, name)));
      assert(`sha384-${digest.digest("base64")}` === published, "it is another file's");
    });
  }
  await check("the README shows the card element's hash", async () => {
    const shown = [...(await readFile(README, "utf8")).matchAll(INTEGRITY)].map(([, hash]) => hash);
    assert(shown.length > 0, "it shows none");
    assert(
      shown.every((hash) => hash === hashes["oceanpayment-card.mjs"]),
      `it shows another${HINT}`,
    );
  });
}

async function readHashes(dist) {
  return JSON.parse(await readFile(join(dist, "sri.json"), "utf8"));
}
