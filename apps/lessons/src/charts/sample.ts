/** The points (x, f(x)) of a curve, at even steps from `low` to `high`. */
export function sample(f: (x: number) => number, low: number, high: number, steps = 200): [number, number][] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const x = low + ((high - low) * i) / steps;
    return [x, f(x)];
  });
}
