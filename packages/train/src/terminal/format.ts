import type { EpochRecord } from "../loop/figures";
import { figuresOf } from "../loop/read-figure";

/** Seconds as `7.3 s`, or from a minute on as `2:05 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

/** Four decimals, or four digits of what is too small or too large for them. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  return value === 0 || (size >= 0.001 && size < 1e5) ? value.toFixed(4) : value.toExponential(2);
}

/** The figures of an epoch on one line; those of the validation behind `val`. */
export function formatRecord(record: EpochRecord): string {
  const parts = { train: [] as string[], validation: [] as string[] };
  for (const [name, value] of figuresOf(record)) {
    const [part, figure] = name.split(/\.(.*)/s) as ["train" | "validation", string];
    if (typeof value === "number") parts[part].push(`${figure} ${formatNumber(value)}`);
  }
  const validation = parts.validation.length > 0 ? ` | val ${parts.validation.join("  ")}` : "";
  return `${parts.train.join("  ")}${validation}  ${formatDuration(record.seconds)}`;
}
