import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createOpcard } from "../../src/edge/create-opcard.ts";
import { createOpccount } from "../../src/edge/create-opccount.ts";
import { createPayments } from "../../src/edge/create-payments.ts";
import { opccountOperations, opcardOperations } from "../../src/wire/api-operations.ts";
import { operations } from "../../src/wire/operations.ts";
import { CONFIG } from "./edge/merchant.ts";
import { readSharedText } from "./shared-folder.ts";
import { SIGNED_ORDERS } from "./signed-orders.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const protocol = readSharedText("protocol.md");
const readme = readFileSync(`${root}README.md`, "utf8");
const table = readme.slice(
  readme.indexOf("## Every call of Accept Payments"),
  readme.indexOf("## OPCard, disputes and OPCCOUNT"),
);

/** The table's rows: what is called, the methods that do it, and the grades of request and answer. */
const rows = [...table.matchAll(/^\| (?!Oceanpayment|-+)(.*?) \| (.*?) \| (.*?) ?\| (.*?) ?\|$/gm)].map(
  ([, call = "", methods = "", request = "", answer = ""]) => ({
    call,
    methods: [...methods.matchAll(/`([a-z]+\.[A-Za-z]+)/g)].map(([, name]) => name as string),
    request: request.trim(),
    answer: answer.trim(),
  }),
);

/** The rows of OPCard, disputes and OPCCOUNT: what is called, the methods that do it, and how it is sent. */
const apiTable = readme.slice(readme.indexOf("### Every call, and the method"), readme.indexOf("### What is inferred"));
const apiRows = [...apiTable.matchAll(/^\| (?!Oceanpayment|-+)(.*?) \| (.*?) \| (.*?) ?\| (.*?) ?\| (.*?) ?\|$/gm)].map(
  ([, call = "", methods = "", sent = "", , after = ""]) => ({
    path: /^`(\/[^`]+)`/.exec(call)?.[1],
    method: /^`([A-Za-z]+\.?[A-Za-z]*)/.exec(methods)?.[1],
    sent: sent.trim(),
    after: after.trim(),
  }),
);

/** What the protocol says of how each call is sent (§7, §8), by hand: POST where it is not here, and stated. */
const SENT: Readonly<Record<string, string>> = {
  "cardholders.list": "GET, inferred",
  "cardholders.get": "GET, stated",
  "cardholders.update": "POST, inferred",
  "disputes.list": "GET, inferred",
  "disputes.get": "GET, inferred",
  "disputes.update": "POST, inferred",
  "disputes.uploadFile": "POST, inferred",
  "disputes.listFiles": "GET, inferred",
  "disputes.getFile": "GET, inferred",
  "funds.list": "GET, inferred",
};

/** Every path that sections 4, 6 and 9 of the protocol name. */
function documentedPaths(): readonly string[] {
  const sections = (protocol ?? "").split(/^## /m).filter((section) => /^[469]\./.test(section));
  return [
    ...new Set(sections.flatMap((section) => section.match(/\/(?:gateway|service|pg|pinc)\/[A-Za-z/-]+/g) ?? [])),
  ];
}

/** Every method of some areas, as `area.method`. */
function methodsOf(areas: Readonly<Record<string, object>>): readonly string[] {
  return Object.entries(areas).flatMap(([area, methods]) => Object.keys(methods).map((name) => `${area}.${name}`));
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
    const methods = methodsOf({ payments, orders, refunds, quickpay, checks, notifications, returns });
    const named = [...new Set(rows.flatMap((row) => row.methods))];
    expect(named.sort()).toEqual([...methods].sort());
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

describe("the README's table of OPCard's, disputes' and OPCCOUNT's calls", () => {
  const operationRows = Object.entries({ ...opcardOperations, ...opccountOperations }).map(([name, row]) => ({
    // Two paths are documented for one list.
    method: name === "disputes.listShort" ? "disputes.list" : name,
    path: row.path,
    effect: row.effect,
    sent: `${row.method}, ${row.methodGrade}`,
  }));

  it.skipIf(protocol === undefined)("leaves out no call that the protocol documents", () => {
    const [, after = ""] = (protocol ?? "").split(/^## 7\./m);
    const [sections = ""] = after.split(/^## 9\./m);
    const paths = sections.match(/\/(?:open-api|card-api|dispute-api|files-api|opc)\/[A-Za-z\d/{}-]+/g) ?? [];
    expect(paths.length).toBeGreaterThan(14);
    expect(paths.filter((path) => !apiRows.some((row) => row.path === path))).toEqual([]);
  });

  it.each(operationRows)("has $method by $path", ({ method, path, sent, effect }) => {
    const found = apiRows.find((row) => row.path === path && row.method === method);
    expect(found?.sent).toBe(sent);
    expect(found?.sent).toBe(SENT[method] ?? "POST, stated");
    expect(found?.after === "a query").toBe(effect === "query");
  });

  it("has no path that there is not", () => {
    const known = operationRows.map(({ path }) => path);
    expect(apiRows.filter(({ path }) => path !== undefined && !known.includes(path))).toEqual([]);
  });

  it("names methods that there are, and every one", () => {
    const { publicKey: _public, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { request, ...opcard } = createOpcard({
      environment: "sandbox",
      appKey: "an-app",
      appSecret: () => "a-secret",
    });
    const opccount = createOpccount({
      ...{ opccountNo: "VA900001", vaCode: "1900000000000000001", host: "https://opccount.test" },
      privateKey: () => privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    });
    const named = [...new Set(apiRows.map(({ method }) => method))];
    expect(typeof request).toBe("function");
    expect(named.sort()).toEqual([...methodsOf({ ...opcard, ...opccount }), "request"].sort());
  });
});
