/** The middle value; the mean of the two middle ones for an even count; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** The median of the rounds' medians: a round disturbed by other work on the machine counts once. */
export function medianOfRounds(rounds: readonly (readonly number[])[]): number {
  return median(rounds.map(median));
}
