import { createServer } from "node:net";

/**
 * Addresses of this machine itself, beside 127.0.0.1, that a relay may call from: Linux has all of 127.0.0.0/8, macOS and
 * Windows have `::1`.
 */
const CANDIDATES = ["127.0.0.2", "::1"];

/** Returns an address that tells the relay's calls from all others on this machine. */
export async function findRelayAddress() {
  for (const address of CANDIDATES) if (await canUse(address)) return address;
  throw new Error(`the relay needs ${CANDIDATES.join(" or ")} on this machine to call from`);
}

/** Returns the host that something must listen on, to be called from an address. */
export function hostFor(address) {
  return address.includes(":") ? address : "127.0.0.1";
}

/** Returns an origin, with the brackets that IPv6 wants. */
export function originOf(host, port) {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function canUse(address) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}
