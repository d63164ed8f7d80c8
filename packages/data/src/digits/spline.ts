/** Samples per span between two points: enough for a span of a third of the image to look round. */
export const SPAN_SAMPLES = 8;

/**
 * Writes samples of the Catmull-Rom spline through `points` (x and y by turns) to `out` and gives their number. A point
 * given twice is a corner: either side of it heads for the point alone.
 */
export function sampleSpline(points: Float64Array, out: Float64Array): number {
  const last = points.length - 2;
  out[0] = points[0];
  out[1] = points[1];
  let at = 2;
  for (let from = 0; from < last; from += 2) {
    const to = from + 2;
    if (points[from] === points[to] && points[from + 1] === points[to + 1]) continue;
    const before = Math.max(from - 2, 0);
    const after = Math.min(to + 2, last);
    for (let k = 1; k <= SPAN_SAMPLES; k++) {
      const t = k / SPAN_SAMPLES;
      out[at++] = catmullRom(points[before], points[from], points[to], points[after], t);
      out[at++] = catmullRom(points[before + 1], points[from + 1], points[to + 1], points[after + 1], t);
    }
  }
  return at / 2;
}

/** The value at `t` on the way from `q` at 0 to `r` at 1, when `p` came before and `s` comes after. */
function catmullRom(p: number, q: number, r: number, s: number, t: number): number {
  return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
}
