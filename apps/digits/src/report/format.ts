/** `0.9812` as `98.12 %`. */
export function formatPercent(part: number, decimals = 2): string {
  return `${(100 * part).toFixed(decimals)} %`;
}

/** Seconds as `7.3 s`, or from a minute on as `2:05 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

/** `12345` as `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
