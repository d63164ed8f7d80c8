import { formatNumber } from "./format";

type Cell = string | number;

/** Lays out rows under a head. Numbers stand right, words left; a column stands as its first row does. */
export function formatTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows.map((row) => row.map((cell) => (typeof cell === "number" ? formatNumber(cell) : cell)))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const isNumeric = head.map((_, column) => typeof rows[0]?.[column] === "number");
  const lines = cells.map((row) =>
    row.map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("   "),
  );
  const rule = widths.map((width) => "─".repeat(width)).join("───");
  return [lines[0], rule, ...lines.slice(1)].map((line) => line.trimEnd()).join("\n");
}
