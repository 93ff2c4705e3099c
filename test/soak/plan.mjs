// What is sent, and what must come of it: made before anything runs, and known to no one but the harness.
import { BAD_KINDS, cutIdOf, makeBad } from "./bad-messages.mjs";
import { paymentFields, refundFields, toXml } from "./messages.mjs";
import { createRandom } from "./random.mjs";

const BAD_SHARE = 0.1;
const XML = "application/xml; charset=UTF-8";

/** The share of genuine notices whose copies are sent all at once: this is what tells an atomic claim. */
const TOGETHER_SHARE = 0.3;

/**
 * The sorts of orders. `notices` is how many genuine notices one takes; `share` how many orders of a hundred are such.
 * `must` are effects that have to be there, `may` those that can have been overtaken.
 */
const SORTS = {
  approved: { share: 66, payments: ["approved"], must: ["0 approved"] },
  declined: { share: 9, payments: ["declined"], must: ["0 declined"] },
  pending: { share: 4, payments: ["pending"], must: ["0 pending"] },
  authorised: { share: 3, payments: ["authorised"], must: ["0 authorised"] },
  settled: { share: 6, payments: ["approved"], before: "pending", must: ["0 approved"], may: ["0 pending"] },
  "late decline": { share: 5, payments: ["approved", "declined"], must: ["0 approved"], may: ["1 declined"] },
  "paid twice": { share: 4, payments: ["approved", "approved"], isDouble: true },
  refunded: { share: 3, payments: ["approved"], refund: true, must: ["0 approved", "0 refund"] },
};

/**
 * Returns the plan of a run: `orders` by number, the `notices`, the `sends` in the order they are begun, and the orders
 * `hinted` at by what is not signed: the gateway may be asked about those again and again, for longer than the run takes.
 *
 * An effect is told by its identity, `order effect payment`: what must be there and what may be there.
 */
export function makePlan({ seed, notices: count }) {
  const random = createRandom(seed);
  const badCount = Math.round(count * BAD_SHARE);
  const orders = new Map();
  const notices = [];
  while (notices.length < count - badCount) {
    const left = count - badCount - notices.length;
    const order = makeOrder(orders.size, left < 2 ? "approved" : pickSort(random), random);
    orders.set(order.orderNumber, order);
    notices.push(...genuineNotices(order, random));
  }
  notices.push(...badNotices(badCount, orders, random));
  for (const [index, notice] of notices.entries()) Object.assign(notice, { index, copies: random.between(1, 5) });
  const isHint = ({ kind, orderNumber }) => BAD_KINDS[kind]?.isHint || orders.get(orderNumber).sort === "refunded";
  const hinted = notices.filter(isHint).map(({ orderNumber }) => orderNumber);
  return { orders, notices, badCount, hinted: new Set(hinted), sends: toSends(notices, random) };
}

function pickSort(random) {
  let at = random.next() * 100;
  for (const [name, { share }] of Object.entries(SORTS)) {
    if (at < share) return name;
    at -= share;
  }
  return "approved";
}

function makeOrder(index, sort, random) {
  const { payments = [], must = [], may = [], isDouble = false } = SORTS[sort] ?? {};
  const orderNumber = `SOAK-${String(index).padStart(6, "0")}`;
  const amount = `${random.between(1, 999)}.${String(random.between(10, 99))}`;
  const order = { orderNumber, sort, amount, currency: "USD", isDouble, payments: payments.map(makePayment) };
  function makePayment(state) {
    // A decline's id ends as an approval would: that is what it takes to cut it anew.
    const tail = state === "declined" ? random.pick(["01", "11", "21", "31"]) : random.digits(2);
    return { paymentId: `${random.between(1, 9)}${random.digits(17)}${tail}`, cardNumber: "411111***1111", state };
  }
  if (SORTS[sort]?.refund) order.payments[0].refunds = [random.digits(18)];
  const identity = (text) => {
    const [at, effect] = text.split(" ");
    return identityOf(orderNumber, effect, order.payments[at].paymentId);
  };
  order.must = must.map(identity);
  order.may = may.map(identity);
  if (isDouble) {
    const ids = order.payments.map(({ paymentId }) => paymentId);
    order.may = ids.flatMap((id) => [
      identityOf(orderNumber, "approved", id),
      identityOf(orderNumber, "duplicate", id),
    ]);
  }
  order.cuts = new Map(order.payments.map(({ paymentId }) => [cutIdOf(paymentId), paymentId]));
  return order;
}

function genuineNotices(order, random) {
  const { sort, orderNumber, payments } = order;
  const { before, refund } = SORTS[sort];
  const told = payments.map((payment) => ({ ...payment }));
  if (before) told.unshift({ ...payments[0], state: before });
  const notices = told.map((payment) => ({
    ...{ kind: "genuine", orderNumber, type: XML, answer: "taken" },
    body: toXml(paymentFields(order, payment)),
    tells: tellsOf(order, payment),
  }));
  if (refund) {
    const [{ paymentId, refunds }] = payments;
    const body = toXml(refundFields(order, { paymentId, refundId: refunds[0] }));
    const tells = [identityOf(orderNumber, "refund", paymentId)];
    notices.push({ kind: "genuine", orderNumber, type: XML, answer: "taken", body, tells });
  }
  return random.shuffle(notices);
}

/** The effects of which one must be there when a notice is acknowledged; none where it can have been overtaken. */
function tellsOf({ orderNumber, isDouble, must }, { paymentId, state }) {
  const own = identityOf(orderNumber, state, paymentId);
  if (isDouble) return [own, identityOf(orderNumber, "duplicate", paymentId)];
  return must.includes(own) ? [own] : [];
}

function badNotices(count, orders, random) {
  const known = [...orders.values()];
  const sorts = { approved: known.filter(({ sort }) => sort === "approved") };
  sorts.declined = known.filter(({ sort }) => sort === "declined");
  const kinds = Object.keys(BAD_KINDS);
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds[i % kinds.length];
    const { needs, answer, isGenuine = false } = BAD_KINDS[kind];
    const order = needs === "any" ? anyOrder(orders, known, random) : random.pick(sorts[needs]);
    const other = random.chance(0.5) ? ghost(orders, random) : random.pick(known.filter((one) => one !== order));
    const tells = isGenuine ? order.must : [];
    return { kind, orderNumber: order.orderNumber, answer, tells, ...makeBad(kind, { order, other, random }) };
  });
}

/** Half of the forged ones name an order that was paid, half one that nobody has paid and nothing may move. */
function anyOrder(orders, known, random) {
  return random.chance(0.5) ? random.pick(known) : ghost(orders, random);
}

function ghost(orders, random) {
  const order = makeOrder(orders.size, "ghost", random);
  orders.set(order.orderNumber, order);
  return order;
}

/** All copies of all notices, shuffled; some notices' copies side by side. */
function toSends(notices, random) {
  const groups = notices.flatMap((notice) => {
    const copies = Array.from({ length: notice.copies }, () => notice);
    return random.chance(TOGETHER_SHARE) ? [copies] : copies.map((copy) => [copy]);
  });
  const sends = random.shuffle(groups).flat();
  const last = new Map(sends.map((notice, at) => [notice, at]));
  return sends.map((notice, at) => ({ notice, isLast: last.get(notice) === at }));
}

/** Returns the identity of an effect. */
export function identityOf(orderNumber, effect, paymentId) {
  return `${orderNumber} ${effect} ${paymentId}`;
}
