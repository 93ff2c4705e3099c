import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createPayments } from "../../src/edge/create-payments.ts";
import { operations } from "../../src/wire/operations.ts";
import { CONFIG } from "./edge/merchant.ts";
import { readSharedText } from "./shared-folder.ts";
import { SIGNED_ORDERS } from "./signed-orders.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const protocol = readSharedText("protocol.md");
const readme = readFileSync(`${root}README.md`, "utf8");
const table = readme.slice(readme.indexOf("## Every call of Oceanpayment's"), readme.indexOf("## Which import"));

/** The table's rows: what is called, the methods that do it, and the grades of request and answer. */
const rows = [...table.matchAll(/^\| (?!Oceanpayment|-+)(.*?) \| (.*?) \| (.*?) ?\| (.*?) ?\|$/gm)].map(
  ([, call = "", methods = "", request = "", answer = ""]) => ({
    call,
    methods: [...methods.matchAll(/`([a-z]+\.[A-Za-z]+)/g)].map(([, name]) => name as string),
    request: request.trim(),
    answer: answer.trim(),
  }),
);

/** Every path that sections 4, 6 and 9 of the protocol name. */
function documentedPaths(): readonly string[] {
  const sections = (protocol ?? "").split(/^## /m).filter((section) => /^[469]\./.test(section));
  return [
    ...new Set(sections.flatMap((section) => section.match(/\/(?:gateway|service|pg|pinc)\/[A-Za-z/-]+/g) ?? [])),
  ];
}

describe("the README's table of calls", () => {
  it.skipIf(protocol === undefined)("leaves out no call that the protocol documents", () => {
    const paths = documentedPaths();
    expect(paths.length).toBeGreaterThan(18);
    expect(paths.filter((path) => !table.includes(`\`${path}\``) && !table.includes(`\`${path} `))).toEqual([]);
  });

  it("has every path of the operations table", () => {
    const paths = Object.values(operations).flatMap((row) => ("path" in row && row.path ? [row.path] : []));
    expect(paths.filter((path) => !rows.some(({ call }) => call.includes(`\`${path}\``)))).toEqual([]);
  });

  it("names methods that there are, and every one", () => {
    const client = createPayments(CONFIG);
    const { payments, orders, refunds, quickpay, checks, notifications, returns } = client;
    const methodsOf = (areas: Readonly<Record<string, object>>) =>
      Object.entries(areas).flatMap(([area, methods]) => Object.keys(methods).map((name) => `${area}.${name}`));
    const methods = methodsOf({ payments, orders, refunds, quickpay, checks, notifications, returns });
    const named = [...new Set(rows.flatMap((row) => row.methods))];
    expect(named.sort()).toEqual(methods.sort());
  });

  const ROW_OF: Readonly<Record<string, string>> = {
    "payments.void({ paymentId })": "payments.void",
    "payments.void({ orderNumber })": "payments.voidOffline",
  };

  it.each(rows.filter(({ request }) => request !== ""))(
    "grades $call as the protocol does",
    ({ call, methods, request }) => {
      const offline = call.includes("offline");
      const [method = "payments.payLegacy"] = methods;
      const name = offline ? ROW_OF["payments.void({ orderNumber })"]! : method;
      expect(request).toMatch(new RegExp(`^${SIGNED_ORDERS[name]?.grade}\\b`));
    },
  );
});
