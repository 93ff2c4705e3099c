import { ask, element, find, price } from "./dom.ts";

/** The merchant's own view, as the server tells it. */
interface OfficeView {
  readonly orders: readonly OrderRow[];
  readonly members: readonly MemberRow[];
  readonly simulated: boolean;
}

interface OrderRow {
  readonly orderNumber: string;
  readonly flow: string;
  readonly amount: string;
  readonly currency: string;
  readonly state: string;
  readonly createdAtMs: number;
  readonly paymentId: string | null;
  readonly refunds: readonly { readonly amount: string; readonly status: string; readonly paymentId: string }[];
}

interface MemberRow {
  readonly customerId: string;
  readonly name: string;
  readonly state: string;
  readonly charges: readonly string[];
}

interface Report {
  readonly listed: number;
  readonly agreeing: number;
  readonly findings: readonly {
    readonly kind: string;
    readonly orderNumber: string;
    readonly paymentId: string;
    readonly text: string;
  }[];
}

/** What an action answers: how it went, or why not. */
interface Said {
  readonly status: string;
  readonly error: string;
  readonly message: string;
  readonly orderNumber: string;
}

const FLOWS: Readonly<Record<string, string>> = {
  card: "Card",
  reserve: "Reserved",
  hosted: "Gateway’s page",
  embedded: "Gateway’s frame",
  club: "Print club",
};

/** What the findings are called. */
const KINDS: Readonly<Record<string, string>> = {
  missed: "missed",
  differs: "differs",
  double: "paid twice",
  stranger: "unknown order",
  absent: "not listed",
  held: "to capture",
  refund: "refund",
  dispute: "dispute",
};

/** States that may be asked about: the others have ended. */
const ENDED = ["paid", "returned", "declined", "voided", "authorised"];

let view: OfficeView | undefined;
/** What was said about an order, kept while the list is drawn again. */
const said = new Map<string, string>();

find("reload").addEventListener("click", () => void load());
find("compare").addEventListener("click", () => void compare());
find("ask-past").addEventListener("click", () => void askNewest({ past: "yes" }));
find("ask-through").addEventListener("click", () => void askNewest({}));
for (const button of document.querySelectorAll<HTMLElement>("[data-rehearse]")) {
  button.addEventListener("click", () => void rehearse(button.dataset.rehearse ?? ""));
}
await load();
if (location.hash !== "") document.querySelector(location.hash)?.scrollIntoView();

async function load(): Promise<void> {
  const response = await fetch("/api/office").catch(() => undefined);
  if (!response?.ok) return;
  view = (await response.json()) as OfficeView;
  find("no-orders").hidden = view.orders.length > 0;
  find("orders").replaceChildren(...view.orders.map(orderRow));
  find("members").replaceChildren(
    ...(view.members.length > 0 ? view.members.map(memberRow) : [element("li", "No members yet.", "muted small")]),
  );
  find("rehearsals").hidden = !view.simulated;
}

function orderRow(order: OrderRow): HTMLElement {
  const { orderNumber, state, amount, currency, flow, createdAtMs, refunds } = order;
  const row = document.createElement("li");
  row.dataset.order = orderNumber;
  const about = element("div", "", "about");
  const link = element("a", orderNumber) as HTMLAnchorElement;
  link.href = `/orders/${orderNumber}`;
  const time = new Date(createdAtMs).toLocaleTimeString("en", { hour12: false });
  about.append(link, element("span", `${FLOWS[flow] ?? flow}, ${time}`, "muted small"));
  const refunded = refunds.filter(({ status }) => status !== "declined");
  if (refunded.length > 0) {
    const list = refunded.map((refund) => `${price(refund.amount, currency)} ${wordOf(refund.status)}`);
    about.append(element("span", `Refunds: ${list.join(", ")}`, "muted small refunds"));
  }
  row.append(about, element("span", price(amount, currency), "amount"), pillOf(state), actionsOf(order));
  const text = said.get(orderNumber);
  const line = element("p", text ?? "", "said small");
  line.setAttribute("role", "status");
  row.append(line);
  return row;
}

function wordOf(status: string): string {
  return { approved: "done", pending: "begun", unknown: "unknown" }[status] ?? status;
}

function pillOf(state: string): HTMLElement {
  const pill = element("span", state.replaceAll("-", " "), "pill");
  pill.dataset.state = state;
  return pill;
}

function actionsOf({ orderNumber, state, amount, paymentId, refunds }: OrderRow): HTMLElement {
  const actions = element("div", "", "buttons");
  const button = (text: string, path: string, body: () => object = () => ({})) => {
    const made = element("button", text, "plain") as HTMLButtonElement;
    made.type = "button";
    made.addEventListener("click", () => {
      made.disabled = true;
      void act(orderNumber, path, { orderNumber, ...body() });
    });
    actions.append(made);
  };
  if (state === "authorised") {
    button("Capture", "capture");
    button("Void", "void");
  }
  if (state === "paid") {
    const own = refunds.filter((refund) => refund.status !== "declined" && refund.paymentId === paymentId);
    const left = Number(amount) - own.reduce((sum, refund) => sum + Number(refund.amount), 0);
    if (left > 0) {
      const input = document.createElement("input");
      Object.assign(input, { inputMode: "decimal", maxLength: 10, value: left.toFixed(2), size: 7 });
      input.setAttribute("aria-label", `Amount to refund of ${orderNumber}`);
      actions.append(input);
      button("Refund", "refund", () => ({ amount: input.value.trim() }));
    }
  }
  if (!ENDED.includes(state)) button("Ask the gateway", "ask");
  if (state === "pending" && view?.simulated) {
    button("Bank: yes", "rehearse", () => ({ what: "approve" }));
    button("Bank: no", "rehearse", () => ({ what: "decline" }));
  }
  return actions;
}

function memberRow({ customerId, name, state, charges }: MemberRow): HTMLElement {
  const row = document.createElement("li");
  row.dataset.member = customerId;
  const about = element("div", "", "about");
  const link = element("a", name) as HTMLAnchorElement;
  link.href = `/club/${customerId}`;
  const paid = charges.filter((charge) => charge === "paid").length;
  about.append(link, element("span", `${paid} ${paid === 1 ? "month" : "months"} paid`, "muted small"));
  const actions = element("div", "", "buttons");
  if (state === "stored" && charges.length > 0) {
    const renew = element("button", `Charge month ${paid + 1}`, "plain") as HTMLButtonElement;
    renew.type = "button";
    renew.addEventListener("click", () => {
      renew.disabled = true;
      void act(customerId, "renew", { customerId });
    });
    actions.append(renew);
  }
  const line = element("p", said.get(customerId) ?? "", "said small");
  line.setAttribute("role", "status");
  row.append(about, pillOf(state), actions, line);
  return row;
}

async function act(about: string, path: string, body: object): Promise<void> {
  said.set(about, sentence(await ask<Said>(`/api/office/${path}`, body)));
  await load();
}

async function askNewest(body: object): Promise<void> {
  const [newest] = view?.orders ?? [];
  const answer = newest && (await ask<Said>("/api/office/ask", { orderNumber: newest.orderNumber, ...body }));
  find("relay-said").textContent = answer ? sentence(answer) : "There is no order yet to ask about.";
  await load();
}

async function rehearse(what: string): Promise<void> {
  const { orderNumber, error } = await ask<Said>("/api/office/rehearse", { what });
  const done = orderNumber ? `Done: ${orderNumber}` : "Done: pay by card now, and see.";
  find("rehearse-said").textContent = error ?? done;
  await load();
}

async function compare(): Promise<void> {
  find<HTMLButtonElement>("compare").disabled = true;
  const report = await ask<Report & Said>("/api/office/reconcile", { hours: "24" });
  find<HTMLButtonElement>("compare").disabled = false;
  const { findings = [], listed = 0, agreeing = 0 } = report;
  const found = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const summary = `${listed} payments listed, ${agreeing} orders agree, ${found}.`;
  find("report").textContent = report.error === undefined ? summary : sentence(report);
  find("findings").replaceChildren(...findings.map(findingRow));
}

function findingRow({ kind, orderNumber, paymentId, text }: Report["findings"][number]): HTMLElement {
  const row = document.createElement("li");
  row.dataset.finding = kind;
  const about = element("div", "", "about");
  const link = element("a", orderNumber) as HTMLAnchorElement;
  link.href = `/orders/${orderNumber}`;
  about.append(link, element("span", text, "small"), element("span", `Payment ${paymentId}`, "muted small"));
  const pill = element("span", KINDS[kind] ?? kind, "pill");
  pill.dataset.state = kind;
  row.append(about, pill);
  if (kind === "missed" || kind === "double") {
    const actions = element("div", "", "buttons");
    const mend = element("button", kind === "missed" ? "Ask and settle" : "Refund this one", "plain");
    mend.addEventListener("click", async () => {
      await act(orderNumber, "ask", { orderNumber });
      if (kind === "double") await act(orderNumber, "refund", { orderNumber, paymentId });
      await compare();
    });
    actions.append(mend);
    row.append(actions);
  }
  return row;
}

function sentence({ status, error, message }: Partial<Said>): string {
  if (error !== undefined) return message ? `${error}: ${message}` : error;
  return status === undefined ? "No answer came." : `The gateway says: ${status}.`;
}
