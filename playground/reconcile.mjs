// node playground/reconcile.mjs [the shop's address] [hours]: prints what the office's "Close the day" shows.
import { pathToFileURL } from "node:url";

const STANDARD_ORIGIN = "http://127.0.0.1:8787";

/** Returns what the shop's Worker finds when it compares its orders with what the gateway lists. */
export async function fetchReport(origin, hours = 24) {
  const response = await fetch(`${origin}/api/office/reconcile`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ hours: String(hours) }),
  });
  const report = await response.json();
  if (!response.ok) throw new Error(`${report.error}: ${report.message ?? response.status}`);
  return report;
}

/** Returns a report as lines of text. */
export function toLines({ from, to, listed, agreeing, findings }) {
  const head = `${from.slice(0, 16)} to ${to.slice(0, 16)} UTC: ${listed} payments listed, ${agreeing} orders agree`;
  return [
    head,
    ...findings.map(({ kind, orderNumber, text }) => `${kind.padEnd(8)} ${orderNumber.padEnd(20)} ${text}`),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [origin = STANDARD_ORIGIN, hours] = process.argv.slice(2);
  try {
    const report = await fetchReport(origin, hours);
    for (const line of toLines(report)) console.log(line);
    // For a job that calls somebody when there is something to do.
    process.exitCode = report.findings.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The shop at ${origin} could not compare: ${error.message}`);
    process.exitCode = 2;
  }
}
