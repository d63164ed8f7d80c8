import type { NestedArray } from "@nn/core";

/** Four significant digits, which is what a reader compares, whole numbers in full; tiny and huge ones as 1.2e−7. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("-", "−");
  const rounded = Number.isInteger(value) && Math.abs(value) < 1e7 ? value : Number(value.toPrecision(4));
  const size = Math.abs(rounded);
  const text = size !== 0 && (size < 1e-5 || size >= 1e7) ? rounded.toExponential() : String(rounded);
  return text.replaceAll("-", "−").replace("e+", "e");
}

/** A scalar or vector in one line, a matrix with a line per row and aligned columns. */
export function formatValue(value: NestedArray): string[] {
  if (!Array.isArray(value) || !isMatrix(value)) return [formatLine(value)];
  const cells = value.map((row) => row.map(formatLine));
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells.map((row) => `[${row.map((cell, i) => cell.padStart(widths[i])).join("  ")}]`);
}

function isMatrix(value: readonly NestedArray[]): value is NestedArray[][] {
  return value.length > 0 && value.every((row) => Array.isArray(row) && row.every((cell) => !Array.isArray(cell)));
}

function formatLine(value: NestedArray): string {
  if (Array.isArray(value)) return `[${value.map(formatLine).join(", ")}]`;
  return typeof value === "number" ? formatNumber(value) : String(value);
}
