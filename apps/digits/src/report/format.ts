/** `0.9812` as `98.12 %`. */
export function formatPercent(part: number, decimals = 2): string {
  return `${(100 * part).toFixed(decimals)} %`;
}

/** `12345` as `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
