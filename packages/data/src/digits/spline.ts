/** Samples per span between two points: enough for a span of a third of the image to look round. */
export const SPAN_SAMPLES = 8;

/**
 * Appends samples of the Catmull-Rom spline through `points` (x and y by turns) to `out` and gives the position after
 * the last. A point given twice is a corner: either side of it heads for the point alone.
 */
export function sampleSpline(points: Float64Array, count: number, out: Float64Array, start: number): number {
  let at = start;
  out[at++] = points[0];
  out[at++] = points[1];
  for (let i = 0; i + 1 < count; i++) {
    const before = 2 * Math.max(i - 1, 0);
    const from = 2 * i;
    const to = from + 2;
    const after = 2 * Math.min(i + 2, count - 1);
    if (points[from] === points[to] && points[from + 1] === points[to + 1]) continue;
    for (let k = 1; k <= SPAN_SAMPLES; k++) {
      const t = k / SPAN_SAMPLES;
      for (let axis = 0; axis < 2; axis++) {
        const p = points[before + axis];
        const q = points[from + axis];
        const r = points[to + axis];
        const s = points[after + axis];
        out[at++] = q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
      }
    }
  }
  return at;
}
