import { ask, element, find, pair, price } from "./dom.ts";

/** An order and its steps, as the server tells them. */
interface OrderView {
  readonly order: {
    readonly orderNumber: string;
    readonly amount: string;
    readonly currency: string;
    readonly flow: string;
    readonly state: string;
    readonly paymentId: string | null;
    /** Where the payment goes on: an address of the gateway's, as the library let it through. */
    readonly continueUrl: string | null;
  };
  readonly refunds: readonly { readonly amount: string; readonly status: string }[];
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
  "at-gateway": ["The gateway has it", "You pay on its page or in its frame; we wait for what it tells us."],
  "awaiting-3ds": ["Your bank is checking", "We wait for the gateway to confirm what your bank decided."],
  pending: ["In progress", "The payment is not finished. We will know more soon."],
  authorised: ["Reserved", "The money is held, and taken when your print leaves the workshop."],
  capturing: ["Reserved", "The money is being taken now."],
  voiding: ["Reserved", "The money is being given back now."],
  voided: ["Given back", "The money is no longer held. Nothing was charged."],
  returned: ["Paid, and given back", "The payment is known, and so is the way back of its money. Nothing is shipped."],
  unknown: ["We are asking", "No whole answer came. Please don’t pay again: we are asking the gateway."],
  declined: ["Declined", "Your bank did not approve this payment. Nothing was charged."],
  paid: ["Thank you, it’s paid", "Your print leaves the workshop tomorrow."],
};

const REFUND_STATES: Readonly<Record<string, string>> = { approved: "done", pending: "begun", unknown: "being asked" };

/** Where each flow begins, to be begun again. */
const STARTS: Readonly<Record<string, string>> = {
  card: "/",
  reserve: "/reserve",
  hosted: "/hosted",
  embedded: "/embedded",
  club: "/club",
};

/** States that no further message is awaited in, once the notification is there. */
const FINAL = ["paid", "returned", "declined", "authorised", "voided"];
/** States that a question to the gateway may end: it is asked where its notification does not come. */
const ASKED = ["at-gateway", "awaiting-3ds", "pending", "unknown"];
const POLLS_PER_QUESTION = 8;
const POLL_MS = 700;
const MOST_POLLS = 120;

const orderNumber = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
let shown = 0;
find("check").addEventListener("click", () => void askAndFollow());
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
      if (hasEnded(view)) return;
      const isDue = poll % POLLS_PER_QUESTION === POLLS_PER_QUESTION - 1;
      if (isDue && ASKED.includes(view.order.state)) await askGateway();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  find("check").hidden = false;
}

async function askAndFollow(): Promise<void> {
  await askGateway();
  await follow();
}

function askGateway(): Promise<object> {
  return ask(`/api/ask/${encodeURIComponent(orderNumber)}`);
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
  find("headline").textContent = headline;
  find("explanation").textContent = explanation;
  document.title = `${headline} · Tide & Paper`;
}

/** Tells whether nothing more is awaited: the state is an end, confirmed, and no refund is on its way. */
function hasEnded({ order, steps, refunds, notices }: OrderView): boolean {
  const last = (kind: string) => steps.findLastIndex((step) => step.kind === kind);
  // Where the gateway was asked, its notification may never come.
  const isConfirmed = !notices || last("notification") > last("answer") || last("asked") > last("answer");
  return FINAL.includes(order.state) && isConfirmed && !refunds.some(({ status }) => status === "pending");
}

function show({ order, steps, refunds }: OrderView): void {
  const [headline = order.state, explanation = ""] = STATES[order.state] ?? [];
  find("outcome").dataset.state = order.state;
  say(headline, explanation);
  const again = find<HTMLAnchorElement>("again");
  again.hidden = order.state !== "declined" || order.flow === "club";
  again.href = STARTS[order.flow] ?? "/";
  const onwards = find<HTMLAnchorElement>("continue");
  onwards.hidden = order.continueUrl === null;
  if (order.continueUrl !== null) onwards.href = order.continueUrl;
  showFacts(order, refunds);
  find("steps").append(...steps.slice(shown).map(stepItem));
  shown = steps.length;
}

function showFacts(order: OrderView["order"], refunds: OrderView["refunds"]): void {
  const { orderNumber, amount, currency, paymentId } = order;
  const given = refunds
    .filter(({ status }) => status !== "declined")
    .map((refund) => `${price(refund.amount, currency)} ${REFUND_STATES[refund.status] ?? refund.status}`);
  const facts: [string, string][] = [
    ["Amount", price(amount, currency)],
    ["Order", orderNumber],
    ["Payment", paymentId || "–"],
  ];
  if (given.length > 0) facts.push(["Refunds", given.join(", ")]);
  const list = find("facts");
  if (list.textContent === facts.flat().join("")) return;
  list.replaceChildren(...facts.map(([name, value]) => pair(name, value)));
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
