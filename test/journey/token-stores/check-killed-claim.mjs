import { assert } from "../../boundary/checks.mjs";
import { startHost } from "../stores/host-process.mjs";
import { until } from "./token-store-cases.mjs";

const LONG_MS = 600_000;
const SHORT_MS = 1500;

/** Checks what outlives a kill of everything that runs: the Workers, workerd and what holds both. */
export async function checkKilledClaim(check, folder) {
  let host = await startHost(folder, "token-stores/token-host.mjs");
  const ask = async (method, ...values) => {
    const init = { method: "POST", body: JSON.stringify(values) };
    return (await (await host.fetch(`/ask?store=durable&method=${method}`, init)).json()).answer;
  };
  try {
    assert(await ask("write", "kept", "a token", "killed"), "nothing was written");
    const { version } = await ask("read", "kept");
    assert(await ask("claim", "kept", { holder: "killed", leaseMs: LONG_MS }), "a claim was not granted");
    assert(await ask("claim", "lapses", { holder: "killed", leaseMs: SHORT_MS }), "a claim was not granted");
    await host.kill();
    host = await startHost(folder, "token-stores/token-host.mjs");
    await check("token stores: after a kill an object has the token, and the claim that is not over", async () => {
      const found = await ask("read", "kept");
      assert(found?.sealed === "a token" && found.version === version, "the token is lost");
      assert(!(await ask("claim", "kept", { holder: "b", leaseMs: LONG_MS })), "the claim is lost");
    });
    await check("token stores: the claim of who was killed ends by its lease, and he writes no more", async () => {
      await until(() => ask("claim", "lapses", { holder: "b", leaseMs: LONG_MS }));
      assert(!(await ask("write", "lapses", "late", "killed")), "who was killed has written");
      assert(await ask("write", "lapses", "of the other", "b"), "nothing can be written");
    });
  } finally {
    await host.kill();
  }
}
