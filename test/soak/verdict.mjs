// What a run must have come to, by what was sent and by what the harness wrote down: the library is not asked.
import { identityOf } from "./plan.mjs";

/** What is in flight to the store when a kill comes may have been told its end so much before. */
const ENDING_MS = 2000;

/** Returns a run's figures, and `faults`: what each criterion found, by its name. */
export function judge({ variant, plan, sink, facts, sent, open, isRested, kills, leaseMs, seconds }) {
  const { runs, effects, told } = sink;
  const { orders, notices, badCount } = plan;
  const byKey = groupBy(runs, ({ key }) => key);
  const made = [...effects.values()].map(({ identity }) => identity);
  const faults = {
    lost: findLost(orders, new Set(made)),
    "begun twice": findBegunTwice(byKey),
    "run again after it was acknowledged": findRunAfterEnd(runs, facts.answers),
    "run again without a cause": findCauseless(byKey, facts, leaseMs),
    "under several keys": findSeveralKeys(effects, runs, orders),
    "forged effects": runs.filter((run) => !isExpected(run, orders)).map(describe),
    "gone back": findGoneBack(runs),
    "acknowledged before its effect": facts.answers.filter(isEarly).map(({ tells }) => tells.join(" or ")),
    "answered wrongly": facts.answers.filter((answer) => !isAnswered(answer, notices)).map(describeAnswer),
    "left open": open.length === 0 && !isRested ? ["something that must be there did not come"] : open,
    "too few kills": facts.kills.filter(({ inFlight }) => inFlight > 0).length < kills ? [`${facts.kills.length}`] : [],
  };
  const doubled = [
    "begun twice",
    "run again after it was acknowledged",
    "run again without a cause",
    "under several keys",
  ];
  return {
    title: variant.title,
    faults,
    figures: {
      notices: notices.length,
      sends: sent.sends,
      bad: badCount,
      kills: facts.kills.filter(({ inFlight }) => inFlight > 0).length,
      "cut off": facts.kills.reduce((sum, { cut }) => sum + cut, 0),
      throws: runs.filter(({ state }) => state === "failed").length,
      "re-runs": runs.length - byKey.size,
      effects: effects.size,
      lost: faults.lost.length,
      doubled: doubled.reduce((sum, name) => sum + faults[name].length, 0),
      forged: faults["forged effects"].length,
      seconds: Math.round(seconds),
      "notices/s": Math.round(notices.length / seconds),
    },
    told: Object.fromEntries(told),
    statuses: Object.fromEntries(sent.statuses),
    isGood: Object.values(faults).every((found) => found.length === 0),
    historyOf: (orderNumber) => toHistory(orderNumber, { runs, answers: facts.answers, kills: facts.kills, notices }),
  };
}

function findLost(orders, made) {
  return [...orders.values()].flatMap((order) => {
    const { orderNumber, must, payments, isDouble } = order;
    const lacks = (effect) => !payments.some(({ paymentId }) => made.has(identityOf(orderNumber, effect, paymentId)));
    const doubles = isDouble ? ["approved", "duplicate"].filter(lacks).map((effect) => `${orderNumber} ${effect}`) : [];
    return [...must.filter((identity) => !made.has(identity)), ...doubles];
  });
}

/** A lease is handed out once: nobody else begins the same attempt, or an earlier one later. */
function findBegunTwice(byKey) {
  return [...byKey.values()].flatMap((runs) =>
    runs.filter((run, i) => i > 0 && run.attempt <= runs[i - 1].attempt).map(describe),
  );
}

function findRunAfterEnd(runs, answers) {
  const endedAt = new Map();
  for (const { isAcknowledged, made, runs: count } of answers) {
    if (!isAcknowledged) continue;
    for (const identity of made) if (!endedAt.has(identity)) endedAt.set(identity, count);
  }
  return runs.filter(({ identity, runId }) => runId >= (endedAt.get(identity) ?? Infinity)).map(describe);
}

/**
 * A run is repeated only where the one before it failed, was cut off by a kill, or outlived its lease; which it can have
 * done where it still ran, or where what it ran in, a request or a drive, took as long.
 */
function findCauseless(byKey, { kills, answers, drives }, leaseMs) {
  const killAt = new Map(kills.map(({ generation, at }) => [generation, at]));
  const isLong = ({ sentAt, at }) => at - sentAt >= leaseMs;
  const longAnswers = groupBy(answers.filter(isLong), ({ orderNumber }) => orderNumber);
  const longDrives = drives.filter(isLong);
  const hasOutlived = (before, run) => {
    if (before.endAt === undefined || before.endAt > run.at) return run.at - before.at >= leaseMs;
    const around = [...longDrives, ...(longAnswers.get(before.orderNumber) ?? [])];
    return around.some(({ sentAt, at }) => sentAt <= before.at && at >= before.endAt);
  };
  const hasCause = (before, run) => {
    if (before.state === "failed" || before.state === "killed") return true;
    const isCut = before.generation < run.generation && killAt.get(before.generation) - before.endAt < ENDING_MS;
    return isCut || hasOutlived(before, run);
  };
  return [...byKey.values()].flatMap((runs) =>
    runs.filter((run, i) => i > 0 && !hasCause(runs[i - 1], run)).map(describe),
  );
}

/** One effect has one key, one key has one effect, and an order is approved once and double once. */
function findSeveralKeys(effects, runs, orders) {
  const faults = [];
  for (const [identity, own] of groupBy(runs, (run) => run.identity)) {
    if (new Set(own.map(({ key }) => key)).size > 1) faults.push(`${identity} has several keys`);
  }
  for (const [key, own] of groupBy(runs, (run) => run.key)) {
    if (new Set(own.map(({ identity }) => identity)).size > 1) faults.push(`${key} has several effects`);
  }
  const ofOrder = groupBy([...effects.values()], ({ identity }) => identity.split(" ")[0]);
  for (const { orderNumber } of orders.values()) {
    const made = (ofOrder.get(orderNumber) ?? []).map(({ identity }) => identity.split(" "));
    const paymentsOf = (name) => made.filter(([, effect]) => effect === name).map(([, , paymentId]) => paymentId);
    const [approved, duplicate] = [paymentsOf("approved"), paymentsOf("duplicate")];
    if (approved.length > 1) faults.push(`${orderNumber} is approved ${approved.length} times`);
    if (duplicate.length > 1) faults.push(`${orderNumber} is double ${duplicate.length} times`);
    if (duplicate.some((id) => approved.includes(id))) faults.push(`${orderNumber} is its own double`);
  }
  return faults;
}

function isExpected({ orderNumber, identity }, orders) {
  const order = orders.get(orderNumber);
  return order !== undefined && (order.must.includes(identity) || order.may.includes(identity));
}

/** After its approval nothing less may take effect of an order. */
function findGoneBack(runs) {
  const approvedAt = new Map();
  for (const { effect, effectAt, orderNumber } of runs) {
    if (effect !== "approved" || effectAt === undefined) continue;
    approvedAt.set(orderNumber, Math.min(effectAt, approvedAt.get(orderNumber) ?? Infinity));
  }
  const isLess = ({ effect }) => ["declined", "pending", "authorised"].includes(effect);
  return runs.filter((run) => isLess(run) && run.at > (approvedAt.get(run.orderNumber) ?? Infinity)).map(describe);
}

function isEarly({ isAcknowledged, tells, made }) {
  return isAcknowledged && tells.length > 0 && made.length === 0;
}

/** A forged notice is acknowledged, what is no notice is refused, and a genuine one is acknowledged or asked for again. */
function isAnswered({ index, status, isAcknowledged, kind }, notices) {
  const { answer } = notices[index];
  if (kind === "genuine" || answer === "any") return isAcknowledged || status === 503;
  return answer === "taken" ? isAcknowledged : status >= 400 && status < 500;
}

function describe({ key, attempt, identity }) {
  return `${identity} (key ${key}, attempt ${attempt})`;
}

function describeAnswer({ kind, status }) {
  return `${kind}: ${status}`;
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Returns what befell an order, a line for each step: for who looks for a cause. */
function toHistory(orderNumber, { runs, answers, kills, notices }) {
  const told = answers.filter(({ index }) => notices[index].orderNumber === orderNumber);
  const ran = runs.filter((run) => run.orderNumber === orderNumber);
  const steps = [
    ...told.map(({ at, index, kind, status, tells }) => [
      at,
      `notice ${index} (${kind}${tells[0] ? `, ${tells}` : ""}): ${status}`,
    ]),
    ...ran.map(({ at, identity, attempt, generation }) => [
      at,
      `begins ${identity}, attempt ${attempt} in ${generation}`,
    ]),
    ...ran.map(({ effectAt, identity, attempt }) => [effectAt, `effect ${identity}, attempt ${attempt}`]),
    ...ran.map(({ endAt, identity, attempt, state }) => [endAt, `${state} ${identity}, attempt ${attempt}`]),
    ...kills.map(({ at, generation }) => [at, `kill ${generation}`]),
  ];
  const placed = steps.filter(([at]) => at !== undefined).sort(([one], [other]) => one - other);
  return placed.map(([at, text]) => `${Math.round(at)} ms  ${text}`);
}
