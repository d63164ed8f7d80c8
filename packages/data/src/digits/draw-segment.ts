import { SIDE } from "./size";

/** A pen's position and half the width of its line, in pixels. Pixel `i` spans from `i` to `i + 1`. */
export interface PenPoint {
  x: number;
  y: number;
  radius: number;
}

/** Draws the line between two pen points, anti-aliased; `ink` keeps the darkest coverage, from 0 to 1, per pixel. */
export function drawSegment(ink: Float32Array, from: PenPoint, to: PenPoint): void {
  const reach = Math.max(from.radius, to.radius) + 0.5;
  const left = Math.max(Math.floor(Math.min(from.x, to.x) - reach), 0);
  const right = Math.min(Math.ceil(Math.max(from.x, to.x) + reach), SIDE);
  const top = Math.max(Math.floor(Math.min(from.y, to.y) - reach), 0);
  const bottom = Math.min(Math.ceil(Math.max(from.y, to.y) + reach), SIDE);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  // A dot has no direction; any positive number keeps the division below harmless.
  const lengthSquared = dx * dx + dy * dy || 1;
  for (let row = top; row < bottom; row++) {
    const py = row + 0.5 - from.y;
    for (let column = left; column < right; column++) {
      const px = column + 0.5 - from.x;
      const along = Math.min(Math.max((px * dx + py * dy) / lengthSquared, 0), 1);
      const offX = px - along * dx;
      const offY = py - along * dy;
      const radius = from.radius + along * (to.radius - from.radius);
      const coverage = Math.min(radius + 0.5 - Math.sqrt(offX * offX + offY * offY), 1);
      const pixel = row * SIDE + column;
      if (coverage > ink[pixel]) ink[pixel] = coverage;
    }
  }
}
