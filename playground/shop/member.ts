import { ask, element, find, pair, price, showProblem } from "./dom.ts";

/** A membership, as the server tells it. */
interface MemberView {
  readonly member: { readonly customerId: string; readonly name: string; readonly state: string };
  readonly charges: readonly {
    readonly orderNumber: string;
    readonly state: string;
    readonly amount: string;
    readonly currency: string;
  }[];
  readonly amount: string;
  readonly currency: string;
}

/** What to tell a member about each state. */
const STATES: Readonly<Record<string, readonly [headline: string, explanation: string]>> = {
  joining: ["Not stored yet", "The gateway has no card of yours. Come back from its page, or begin again."],
  stored: ["Your card is stored", "Start the club to have the first month charged."],
  member: ["You are a member", "A print leaves for you every month."],
  refused: ["No card was stored", "The gateway’s page ended without one."],
  cancelled: ["You have left", "Your card can’t be charged any more."],
};

const customerId = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
find("start").addEventListener("click", () => void act("/api/club-start/", "The first month could not be charged."));
find("leave").addEventListener("click", () => void act("/api/club-leave/", "The gateway did not answer."));
await load();

async function load(): Promise<void> {
  const response = await fetch(`/api/club/${encodeURIComponent(customerId)}`).catch(() => undefined);
  if (!response?.ok) {
    find("outcome").dataset.state = "missing";
    find("headline").textContent = "No such membership";
    return;
  }
  show((await response.json()) as MemberView);
}

async function act(path: string, problem: string): Promise<void> {
  find("problem").hidden = true;
  find<HTMLButtonElement>("start").disabled = true;
  const { error, status } = await ask<{ readonly error: string; readonly status: string }>(path + customerId);
  find<HTMLButtonElement>("start").disabled = false;
  if (error !== undefined || status === "declined") showProblem(problem);
  await load();
}

function show({ member, charges, amount, currency }: MemberView): void {
  const isMember = member.state === "stored" && charges.some(({ state }) => state === "paid");
  const state = isMember ? "member" : member.state;
  const [headline = "", explanation = ""] = STATES[state] ?? [];
  find("outcome").dataset.state = { stored: "pending", member: "paid", refused: "declined" }[state] ?? state;
  find("headline").textContent = headline;
  find("explanation").textContent = explanation;
  find("facts").replaceChildren(
    pair("Member", member.name),
    pair("Each month", price(amount, currency)),
    pair("Number", member.customerId),
  );
  find("start").hidden = state !== "stored";
  find("leave").hidden = member.state !== "stored";
  find("again").hidden = member.state === "stored";
  find("charges-part").hidden = charges.length === 0;
  find("charges").replaceChildren(...charges.map(toRow));
}

function toRow({ orderNumber, state, amount, currency }: MemberView["charges"][number], at: number): HTMLElement {
  const row = document.createElement("li");
  const link = element("a", `Month ${at + 1}`) as HTMLAnchorElement;
  link.href = `/orders/${orderNumber}`;
  const pill = element("span", state, "pill");
  pill.dataset.state = state;
  row.append(link, element("span", price(amount, currency), "amount"), pill);
  return row;
}
