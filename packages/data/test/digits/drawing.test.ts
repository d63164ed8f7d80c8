import { describe, expect, it } from "vitest";
import { drawSegment } from "../../src/digits/draw-segment";
import { GLYPHS } from "../../src/digits/glyphs";
import { poseGlyph } from "../../src/digits/pose";
import { SPAN_SAMPLES, sampleSpline } from "../../src/digits/spline";
import { bell } from "../../src/digits/variates";
import { randomStream } from "../../src/random";

const SIDE = 28;
const total = (ink: Float32Array) => ink.reduce((sum, value) => sum + value, 0);

describe("drawSegment", () => {
  it("covers the pixels a level line lies on, and halves of those it touches", () => {
    const ink = new Float32Array(SIDE * SIDE);
    drawSegment(ink, { x: 5.5, y: 10, radius: 1.5 }, { x: 20.5, y: 10, radius: 1.5 });
    const column = Array.from({ length: 7 }, (_, i) => ink[(7 + i) * SIDE + 12]);
    expect(column).toEqual([0, 0.5, 1, 1, 0.5, 0, 0]);
  });

  it("draws a disc of the right area, wherever it lies", () => {
    for (const [x, y] of [
      [14, 14],
      [13.3, 9.7],
      [20.5, 5.1],
    ]) {
      const ink = new Float32Array(SIDE * SIDE);
      drawSegment(ink, { x, y, radius: 3 }, { x, y, radius: 3 });
      expect(Math.abs(total(ink) - Math.PI * 9)).toBeLessThan(0.5);
    }
  });

  it("cuts what lies outside of the image", () => {
    const ink = new Float32Array(SIDE * SIDE);
    drawSegment(ink, { x: -5, y: -5, radius: 2 }, { x: 40, y: 33, radius: 2 });
    expect(total(ink)).toBeGreaterThan(50);
    const outside = new Float32Array(SIDE * SIDE);
    drawSegment(outside, { x: -5, y: 3, radius: 2 }, { x: -5, y: 20, radius: 2 });
    expect(total(outside)).toBe(0);
  });

  it("never lightens a pixel", () => {
    const ink = new Float32Array(SIDE * SIDE).fill(0.75);
    drawSegment(ink, { x: 10, y: 10, radius: 2 }, { x: 12, y: 15, radius: 1 });
    expect(Math.min(...ink)).toBe(0.75);
    expect(Math.max(...ink)).toBe(1);
  });
});

describe("sampleSpline", () => {
  const samplesOf = (points: number[]) => {
    const out = new Float64Array(2 * points.length * SPAN_SAMPLES);
    const length = sampleSpline(Float64Array.from(points), out);
    return Array.from({ length }, (_, i) => [out[2 * i], out[2 * i + 1]]);
  };

  it("passes through its points", () => {
    const samples = samplesOf([0, 0, 3, 1, 4, 5, -1, 2]);
    expect(samples).toHaveLength(3 * SPAN_SAMPLES + 1);
    expect([0, 1, 2, 3].map((i) => samples[i * SPAN_SAMPLES])).toEqual([[0, 0], [3, 1], [4, 5], [-1, 2]]); // oxfmt-ignore
  });

  it("is straight along a line", () => {
    for (const [x, y] of samplesOf([0, 0, 1, 2, 2, 4, 3, 6])) expect(y).toBeCloseTo(2 * x, 12);
  });

  it("keeps to both legs of a corner", () => {
    for (const [x, y] of samplesOf([0, 0, 4, 0, 4, 0, 4, 4])) expect(x === 4 || y === 0).toBe(true);
    expect(samplesOf([0, 0, 4, 0, 4, 4]).every(([x, y]) => x === 4 || y === 0)).toBe(false);
  });
});

describe("poseGlyph", () => {
  it("keeps every point of every glyph inside of the margin", () => {
    for (let i = 0; i < 2000; i++) {
      const ways = GLYPHS[i % 10];
      const strokes = poseGlyph(ways[i % ways.length], randomStream(11, i));
      const values = strokes.flatMap((points) => [...points]);
      expect(Math.min(...values)).toBeGreaterThan(2 - 1e-9);
      expect(Math.max(...values)).toBeLessThan(26 + 1e-9);
    }
  });

  it("keeps corners", () => {
    const [points] = poseGlyph([[0.2, 0, 0.8, 0, 0.8, 0, 0.5, 1]], randomStream(1, 1));
    expect([points[4], points[5]]).toEqual([points[2], points[3]]);
    expect([points[4], points[5]]).not.toEqual([points[0], points[1]]);
  });
});

describe("glyphs", () => {
  it("are pairs of numbers in the unit box, several for each of ten digits", () => {
    expect(GLYPHS).toHaveLength(10);
    for (const ways of GLYPHS) {
      expect(ways.length).toBeGreaterThan(2);
      for (const stroke of ways.flat()) {
        expect(stroke.length % 2).toBe(0);
        expect(stroke.length).toBeGreaterThanOrEqual(4);
        expect(stroke.length).toBeLessThanOrEqual(64);
        for (const value of stroke) expect(value >= 0 && value <= 1).toBe(true);
      }
    }
  });
});

describe("bell", () => {
  it("has mean 0 and deviation 1", () => {
    const random = randomStream(2, 3);
    const values = Array.from({ length: 20000 }, () => bell(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(20000));
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});
