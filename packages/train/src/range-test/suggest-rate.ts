/** The loss must fall by this share of its start: less is noise, or no learning. */
const SMALLEST_FALL = 0.05;
/** And by this many times the usual difference of one batch's loss from the next one's. */
const NOISE = 2;
/** The slope is taken over this share of all steps to each side. */
const REACH = 1 / 20;

/**
 * The rate at which the smoothed loss falls fastest per factor in the rate, on its way to its minimum; earlier by the
 * `delay` of the smoothing, in steps. Undefined when the loss does not fall.
 */
export function suggestRate(
  rates: readonly number[],
  losses: readonly number[],
  smoothed: readonly number[],
  steps: number,
  delay: number,
): number | undefined {
  const end = smoothed.reduce((best, loss, i) => (loss < smoothed[best] ? i : best), 0);
  const fall = smoothed[0] - smoothed[end];
  const changes = losses.slice(1, end + 1).map((loss, i) => Math.abs(loss - losses[i]));
  if (!(fall > SMALLEST_FALL * Math.abs(smoothed[0]) && fall > NOISE * median(changes))) return undefined;
  const reach = Math.max(1, Math.round(steps * REACH));
  let steepest = 0;
  let found = end;
  for (let i = reach; i <= end && i + reach < smoothed.length; i++) {
    // All steps are equally far apart on the logarithmic scale of the rates.
    const slope = smoothed[i + reach] - smoothed[i - reach];
    if (slope < steepest) {
      steepest = slope;
      found = i;
    }
  }
  return rates[Math.max(0, Math.round(found - delay))];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
