/** Returns the figures of several runs as one table, a row for each. */
export function toTable(results) {
  const head = ["store", ...Object.keys(results[0].figures)];
  const rows = results.map(({ title, figures }) => [
    title,
    ...Object.values(figures).map((figure) => figure.toLocaleString("en")),
  ]);
  const widths = head.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i])].map((text) => text.length)));
  const line = (cells) =>
    cells.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/** Returns what a run broke: each criterion with some examples, and the history of the first order among them. */
export function toFaultLines({ faults, historyOf }) {
  const broken = Object.entries(faults).filter(([, found]) => found.length > 0);
  return broken.flatMap(([name, found]) => {
    const [orderNumber] = /SOAK-\d+/.exec(found[0]) ?? [];
    const history = orderNumber ? historyOf(orderNumber).map((line) => `      ${line}`) : [];
    return [`  ${name}: ${found.length}`, ...found.slice(0, 3).map((one) => `    ${one}`), ...history];
  });
}

/** Tells whether a store whose claim is not atomic was caught at it: somebody got the same attempt a second time. */
export function isCaught({ faults }) {
  return faults["begun twice"].length > 0;
}
