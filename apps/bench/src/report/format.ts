import type { Verdict } from "../run/measure";
import type { Work } from "../work";

/** Three significant digits, without exponent: 0.335, 8.94, 72.9, 16,500. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = value === 0 ? 0 : Number(value.toPrecision(3));
  const digits = value >= 100 || value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(rounded)));
  return rounded.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function lateness({ afterMs }: Verdict & { kind: "late" }): string {
  return `not done in ${afterMs / 1000} s, shaders included`;
}

/** Milliseconds per run, or nanoseconds per op for works that say so. */
export function formatTime({ opsPerRun }: Work, ms: number): string {
  return formatNumber(opsPerRun > 1 ? (ms * 1e6) / opsPerRun : ms);
}
