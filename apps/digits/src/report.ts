import type { Confusion } from "./evaluate";
import { formatPercent } from "./format";

/** Lays out a confusion matrix: a row per true digit with the part of its images that were read right. */
export function formatConfusion(confusion: Confusion): string {
  const digits = confusion.map((_, digit) => String(digit));
  const width = Math.max(...confusion.flat().map((count) => String(count).length), 2) + 2;
  const line = (head: string, cells: readonly string[], tail: string): string =>
    `${head.padStart(5)} │${cells.map((cell) => cell.padStart(width)).join("")}  │ ${tail.padStart(8)}`;
  const rule = `${"─".repeat(6)}┼${"─".repeat(width * digits.length + 2)}┼${"─".repeat(9)}`;

  const rows = confusion.map((row, digit) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count) => (count === 0 ? "·" : String(count)));
    return line(digits[digit], cells, images === 0 ? "–" : formatPercent(row[digit] / images));
  });
  return ["rows: what the digit is, columns: what it was read as", line("", digits, "recall"), rule, ...rows].join(
    "\n",
  );
}

/** Lays out names and what belongs to them in two columns. */
export function formatFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
