import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../../boundary/checks.mjs";
import { createDenoRunner } from "../stores/deno-process.mjs";
import { bundle } from "../stores/workers.mjs";
import { passCases } from "./pass-cases.mjs";

/** Checks Deno KV in real Deno: the cases, two processes at once over one file, and a kill. */
export async function checkDenoTokens(check, deno, folder) {
  const script = join(folder, "deno-token-store.mjs");
  writeFileSync(script, await bundle("../token-stores/deno-token-store.mjs", ["deno"]));
  const { ask, askAndKill } = createDenoRunner(deno, { script, folder });
  await check("token stores: Deno KV keeps the cases in Deno", async () =>
    passCases(await ask("cases.kv", "cases"), "atomic"),
  );
  await check("token stores: of 100 claims in two processes of Deno one is granted", async () => {
    // Two that make a file at once are Deno's matter.
    await ask("race.kv", "open");
    const answers = (await Promise.all(["one", "two"].map((name) => ask("race.kv", "race", name)))).flat();
    const granted = answers.filter((answer) => answer === true).length;
    const refused = answers.filter((answer) => answer === false).length;
    assert(granted === 1 && refused === 99, `${granted} were granted, ${refused} were not`);
  });
  await check(
    "token stores: the claim of a killed process of Deno ends by its lease, and he writes no more",
    async () => {
      const left = await askAndKill("life.kv", "live");
      assert(left.isWritten && left.isKept && left.isClaimed, "nothing was left");
      const { token, isFree, isLateWritten, isWritten } = await ask("life.kv", "look");
      assert(token?.sealed === "a token" && token.version === left.token.version, "the token is lost");
      assert(!isFree, "a claim that is not over is lost");
      assert(!isLateWritten && isWritten, "who was killed has written, or nobody can");
    },
  );
  await check("token stores: what is no token in Deno KV is nothing kept", async () => {
    const found = await ask("spoilt.kv", "garbage");
    assert(
      found.length === 5 && found.every(({ isNothing, isWritten }) => isNothing && isWritten),
      JSON.stringify(found),
    );
  });
  await check("token stores: what is no Deno KV is refused, Workers KV with the reason", async () => {
    const refused = await ask("no.kv", "refused");
    assert(refused.length === 3 && refused.every(({ code }) => code === "invalid_config"), JSON.stringify(refused));
    assert(/eventually consistent.*createKvTokenStore/.test(refused[0].message), refused[0].message);
  });
}
