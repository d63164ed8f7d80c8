import type { RandomStream } from "../random";
import type { Glyph } from "./glyphs";
import { SIDE } from "./size";
import { bell, between } from "./variates";

/** Pixels that stay free at the border. */
const MARGIN = 2;
const HEIGHT = 20;

/**
 * Places a glyph on the image by a random hand: every point a little off, the whole bent, stretched, slanted, turned,
 * seen in perspective, scaled and shifted. Gives the points of each stroke in pixels.
 */
export function poseGlyph(glyph: Glyph, random: RandomStream): Float64Array[] {
  const wobble = between(random, 0.006, 0.02);
  const bendX = 0.08 * bell(random);
  const bendY = 0.07 * bell(random);
  const swell = 0.15 * bell(random);
  const slant = 0.2 * bell(random);
  const stretch = between(random, 0.78, 1.15);
  const tiltX = 0.1 * bell(random);
  const tiltY = 0.1 * bell(random);
  const height = HEIGHT * between(random, 0.75, 1.1);
  // The tangent of half the angle gives sine and cosine without trigonometry, whose last bits differ by platform.
  const halfTangent = 0.07 * bell(random);
  const cosine = (1 - halfTangent * halfTangent) / (1 + halfTangent * halfTangent);
  const sine = (2 * halfTangent) / (1 + halfTangent * halfTangent);

  const strokes = glyph.map((stroke) => {
    const points = new Float64Array(stroke.length);
    for (let i = 0; i < stroke.length; i += 2) {
      const corner = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1];
      if (corner) {
        points[i] = points[i - 2];
        points[i + 1] = points[i - 1];
        continue;
      }
      const u = stroke[i] - 0.5 + wobble * bell(random);
      const v = stroke[i + 1] - 0.5 + wobble * bell(random);
      const bentX = stretch * (u * (1 + swell * v) + bendX * (4 * v * v - 0.5)) - slant * v;
      const bentY = v + bendY * (4 * u * u - 0.5);
      const depth = 1 + tiltX * bentX + tiltY * bentY;
      points[i] = (height * (cosine * bentX - sine * bentY)) / depth;
      points[i + 1] = (height * (sine * bentX + cosine * bentY)) / depth;
    }
    return points;
  });
  fit(strokes, random);
  return strokes;
}

/** Shrinks the strokes if they do not fit the image, and moves them to a random place around its middle. */
function fit(strokes: readonly Float64Array[], random: RandomStream): void {
  const room = SIDE - 2 * MARGIN;
  for (let axis = 0; axis < 2; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (const points of strokes) {
      for (let i = axis; i < points.length; i += 2) {
        low = Math.min(low, points[i]);
        high = Math.max(high, points[i]);
      }
    }
    const scale = Math.min(room / (high - low), 1);
    const slack = (room - scale * (high - low)) / 2;
    const middle = SIDE / 2 + Math.min(slack, 2.5) * between(random, -1, 1);
    for (const points of strokes) {
      for (let i = axis; i < points.length; i += 2) points[i] = middle + scale * (points[i] - (low + high) / 2);
    }
  }
}
