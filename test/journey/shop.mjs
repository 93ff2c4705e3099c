import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServers } from "../../playground/host/servers.mjs";
import { ROOT } from "../lanes/lanes.mjs";

/** The screens a person would look at, newest run only. */
export const SCREENS = `${ROOT}test/.out/screens`;

/** Starts the playground over a state folder of its own, which can be stopped and started again. */
export async function openShop() {
  const stateDir = mkdtempSync(join(tmpdir(), "oceanpayment-journey-"));
  mkdirSync(SCREENS, { recursive: true });
  let servers = await startServers({ stateDir });
  const ports = () => ({
    shopPort: portOf(servers.shopOrigin),
    gatewayPort: portOf(servers.gatewayOrigin),
    noticePort: portOf(servers.noticeUrl),
  });
  return {
    get origin() {
      return servers.shopOrigin;
    },
    get gateway() {
      return servers.gatewayOrigin;
    },
    /** Where questions to the gateway go through. */
    get relay() {
      return servers.relayOrigin;
    },
    /** Where the gateway notifies: the forwarder, which hands notices on to the Worker. */
    get noticeUrl() {
      return servers.noticeUrl;
    },
    /** What the simulated gateway and the Worker share, its secret included. */
    credentials: () => JSON.parse(readFileSync(join(stateDir, "gateway.json"), "utf8")),
    restart: async () => {
      const same = ports();
      await servers.dispose();
      servers = await startServers({ stateDir, ...same });
    },
    close: async () => {
      await servers.dispose();
      rmSync(stateDir, { recursive: true, force: true });
    },
    json: async (path, body) => {
      const init = body && {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      };
      const response = await fetch(servers.shopOrigin + path, init);
      const json = await response.json();
      // An answer may have a status of its own.
      return response.ok ? json : { ...json, status: response.status };
    },
  };
}

function portOf(origin) {
  return Number(new URL(origin).port);
}
