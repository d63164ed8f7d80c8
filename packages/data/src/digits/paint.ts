import type { RandomStream } from "../random";
import { drawSegment, type PenPoint } from "./draw-segment";
import type { Glyph } from "./glyphs";
import { poseGlyph } from "./pose";
import { SIDE } from "./size";
import { SPAN_SAMPLES, sampleSpline } from "./spline";
import { bell, between, chance } from "./variates";

/** More than any stroke has. */
const POINTS = 32;
const samples = /* @__PURE__ */ new Float64Array(2 * POINTS * SPAN_SAMPLES);

/** Draws a glyph as a random hand with a random pen would; `ink` takes the coverage, from 0 to 1. */
export function paintGlyph(glyph: Glyph, random: RandomStream, ink: Float32Array): void {
  const radius = between(random, 0.65, 1.6);
  for (const points of poseGlyph(glyph, random)) drawStroke(points, random, ink, radius);
  if (chance(random, 0.2)) drawStray(random, ink, radius);
}

function drawStroke(points: Float64Array, random: RandomStream, ink: Float32Array, radius: number): void {
  const length = sampleSpline(points, samples);
  const pressure = 0.25 * radius;
  const radiusStart = Math.max(radius + pressure * bell(random), 0.4);
  const radiusEnd = Math.max(radius + pressure * bell(random), 0.4);
  const gapStart = Math.floor(between(random, 1, length - 1));
  // The round ends of the line cover a radius of the gap each.
  let gap = chance(random, 0.15) ? 2 * radius + between(random, 0.5, 2) : 0;

  let from = penAt(0);
  for (let i = 1; i < length; i++) {
    const to = penAt(i);
    if (i >= gapStart && gap > 0) gap -= distance(from, to);
    else drawSegment(ink, from, to);
    from = to;
  }

  function penAt(i: number): PenPoint {
    const part = i / (length - 1);
    return { x: samples[2 * i], y: samples[2 * i + 1], radius: radiusStart + part * (radiusEnd - radiusStart) };
  }
}

function distance(from: PenPoint, to: PenPoint): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  return Math.sqrt(dx * dx + dy * dy);
}

/** A line that belongs to no digit: short, somewhere. */
function drawStray(random: RandomStream, ink: Float32Array, radius: number): void {
  const x = between(random, 0, SIDE);
  const y = between(random, 0, SIDE);
  const thickness = radius * between(random, 0.5, 0.9);
  const length = between(random, 0, 2.5);
  const from = { x, y, radius: thickness };
  const to = { x: x + length * bell(random), y: y + length * bell(random), radius: thickness };
  drawSegment(ink, from, to);
}
