import type { AvgPoolAttrs } from "@nn/core";

/** Where rows and columns count, from the first padded one on. */
export const AREA_UNIFORMS = ["low0", "low1", "high0", "high1"];

/** The values of `AREA_UNIFORMS`. */
export function areaUniforms(
  [, , h, w]: readonly number[],
  { padding: [top, left], countIncludePad }: AvgPoolAttrs,
): number[] {
  return countIncludePad ? [0, 0, h + 2 * top, w + 2 * left] : [top, left, h + top, w + left];
}

/** WGSL of how many rows of the window in row `i` count, and how many columns of that in column `j`. */
export const AREAS = `
fn height(i: u32) -> f32 { let at = i * u.stride0; return f32(i32(min(at + u.kernel0, u.high0) - max(at, u.low0))); }
fn width(j: u32) -> f32 { let at = j * u.stride1; return f32(i32(min(at + u.kernel1, u.high1) - max(at, u.low1))); }`;
