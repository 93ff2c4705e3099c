/** An order and its steps, as the server tells them. */
interface OrderView {
  readonly order: {
    readonly orderNumber: string;
    readonly amount: string;
    readonly currency: string;
    readonly state: string;
    readonly paymentId: string | null;
  };
  readonly steps: readonly Step[];
  readonly notices: boolean;
}

interface Step {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly atMs: number;
}

/** What to tell the shopper about each state. */
const STATES: Readonly<Record<string, readonly [headline: string, explanation: string]>> = {
  created: ["Not paid yet", "This order waits for its payment."],
  paying: ["Paying…", "We are waiting for the gateway's answer."],
  "awaiting-3ds": ["Your bank is checking", "We wait for the gateway to confirm what your bank decided."],
  pending: ["In progress", "The payment is not finished. We will know more soon."],
  unknown: ["We are asking", "No whole answer came. Please don’t pay again: the gateway's notification will tell."],
  declined: ["Declined", "Your bank did not approve this payment. Nothing was charged."],
  paid: ["Thank you, it’s paid", "Your print leaves the workshop tomorrow."],
};

const UNKNOWN_WITHOUT_NOTICES = "No whole answer came. Please don’t pay again: ask the shop.";

/** States that no further message is awaited in, once the notification is there. */
const FINAL = ["paid", "declined"];
const POLL_MS = 700;
const MOST_POLLS = 120;

const orderNumber = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
let shown = 0;
find("check").addEventListener("click", () => void follow());
await follow();

/** Asks for the order until it has ended, and for a while where it does not. */
async function follow(): Promise<void> {
  find("check").hidden = true;
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    const view = await load();
    if (view === "missing") {
      showMissing();
      return;
    }
    if (view) {
      show(view);
      if (FINAL.includes(view.order.state) && (!view.notices || isNotified(view))) return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  find("check").hidden = false;
}

/** Returns the order, or nothing where the server did not answer this time. */
async function load(): Promise<OrderView | "missing" | undefined> {
  try {
    const response = await fetch(`/api/orders/${encodeURIComponent(orderNumber)}`);
    if (response.status === 404) return "missing";
    return response.ok ? ((await response.json()) as OrderView) : undefined;
  } catch {
    return undefined;
  }
}

function showMissing(): void {
  find("outcome").dataset.state = "missing";
  find("what-happened").hidden = true;
  find("facts").hidden = true;
  say("No such order", "There is no order of this number here.");
  find("again").textContent = "To the shop";
  find("again").hidden = false;
}

/** Says the state, and only when it is another: what is announced is announced once. */
function say(headline: string, explanation: string): void {
  if (find("headline").textContent === headline && find("explanation").textContent === explanation) return;
  setText("headline", headline);
  setText("explanation", explanation);
  document.title = `${headline} · Tide & Paper`;
}

/** Tells whether a notification came after the gateway's last answer. */
function isNotified({ steps }: OrderView): boolean {
  const last = (kind: string) => steps.findLastIndex((step) => step.kind === kind);
  return last("notification") > last("answer");
}

function show({ order, steps, notices }: OrderView): void {
  const [headline = order.state, explanation = ""] = STATES[order.state] ?? [];
  find("outcome").dataset.state = order.state;
  say(headline, order.state === "unknown" && !notices ? UNKNOWN_WITHOUT_NOTICES : explanation);
  find("again").hidden = order.state !== "declined";
  showFacts(order);
  find("steps").append(...steps.slice(shown).map(stepItem));
  shown = steps.length;
}

function showFacts({ orderNumber, amount, currency, paymentId }: OrderView["order"]): void {
  const price = new Intl.NumberFormat("en", { style: "currency", currency }).format(Number(amount));
  const facts = [
    ["Amount", price],
    ["Order", orderNumber],
    ["Payment", paymentId || "–"],
  ] as const;
  const list = find("facts");
  if (list.textContent === facts.flat().join("")) return;
  list.replaceChildren(...facts.map(([name, value]) => pair("div", name, value)));
}

function stepItem(step: Step): HTMLElement {
  const item = document.createElement("li");
  item.dataset.kind = step.kind;
  const title = element("h3", step.title);
  title.append(element("time", new Date(step.atMs).toLocaleTimeString("en", { hour12: false })));
  item.append(title, element("p", step.text));
  if (step.rows.length > 0) item.append(rowsOf(step));
  return item;
}

function rowsOf(step: Step): HTMLElement {
  const details = document.createElement("details");
  const list = element("dl", "");
  list.className = "table";
  for (const [name, value] of step.rows) list.append(element("dt", name), element("dd", value));
  details.append(element("summary", step.rows.length === 1 ? "Show it" : `Show all ${step.rows.length} values`), list);
  return details;
}

function pair(tag: string, name: string, value: string): HTMLElement {
  const holder = document.createElement(tag);
  holder.append(element("dt", name), element("dd", value));
  return holder;
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function setText(id: string, text: string): void {
  find(id).textContent = text;
}

function find(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}

export {};
