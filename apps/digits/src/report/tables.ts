import { formatPercent } from "./format";
import type { Confusion } from "../read-images";

/** Columns that a class takes in the head of the table. */
const HEAD = 4;

/** Lays out a confusion matrix: a row per true class with the part of its images that were read right. */
export function formatConfusion(confusion: Confusion, classes: readonly string[]): string {
  const first = Math.max(...classes.map((name) => name.length), 5);
  const heads = classes.map((name) => name.slice(0, HEAD));
  const width = Math.max(...[...confusion.flat(), ...heads].map((cell) => String(cell).length), 3) + 1;
  const line = (head: string, cells: readonly string[], tail: string): string =>
    `${head.padStart(first)} │${cells.map((cell) => cell.padStart(width)).join("")}  │ ${tail.padStart(8)}`;
  const rule = `${"─".repeat(first + 1)}┼${"─".repeat(width * classes.length + 2)}┼${"─".repeat(9)}`;

  const rows = confusion.map((row, i) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count) => (count === 0 ? "·" : String(count)));
    return line(classes[i], cells, images === 0 ? "–" : formatPercent(row[i] / images));
  });
  return ["rows: what the image shows, columns: what it was read as", line("", heads, "recall"), rule, ...rows].join(
    "\n",
  );
}

/** Lays out names and what belongs to them in two columns. */
export function formatFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
