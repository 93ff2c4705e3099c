// The wallet's sheet of the stand-in: the shopper authorises or closes it, and the payment is made here, on the gateway's
// own origin. A wallet hands out a token in place of a card; this one's is the simulated gateway's.

/** What the script in the shop's page sends. */
interface Checkout {
  readonly fields?: Readonly<Record<string, string>>;
}

/** Codes that are no result (stated, protocol.md §6.8). */
const CODES = { authorise: 2, close: 3 } as const;

/** As `testWalletToken("approve")` makes it, which belongs to servers and tests. */
const TOKEN = JSON.stringify({ sandboxToken: "approve" });

const asked = new URL(location.href).searchParams;
const shop = asked.get("shop") ?? "";
find("amount").textContent = `${asked.get("orderAmount")} ${asked.get("orderCurrency")}`;
document.documentElement.lang = asked.get("language") || "en";

for (const [id, code] of Object.entries(CODES))
  find(id).addEventListener("click", () => tell({ code, msg: "", method: "" }));

addEventListener("message", ({ origin, source, data }: MessageEvent<Checkout>) => {
  if (origin === shop && source === parent && data.fields) void checkout(data.fields);
});

async function checkout(fields: Readonly<Record<string, string>>): Promise<void> {
  const body = new URLSearchParams({ ...fields, pay_accountNumber: TOKEN });
  const response = await fetch("/gateway/direct/pay", { method: "POST", body });
  tell(await response.text());
}

function tell(result: unknown): void {
  parent.postMessage({ from: asked.get("wallet"), result }, shop);
}

function find(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}
