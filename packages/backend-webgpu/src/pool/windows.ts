import type { PoolAttrs } from "@nn/core";
import { alongRow } from "./rows";

/** Taps up to which each size of kernel has a shader of its own, with the loops over them unrolled. */
const FEW = 9;

/** Windows over planes of `h` rows and `w` columns; pairs are vertical and horizontal. */
export const WINDOW_UNIFORMS = [
  "h", "w", "rows", "columns", "kernel0", "kernel1", "stride0", "stride1", "pad0", "pad1",
  "dilation0", "dilation1", "offset",
]; // oxfmt-ignore

/** The values of `WINDOW_UNIFORMS`, for input `x` at some `offset`. */
export function windowUniforms(
  [, , h, w]: readonly number[],
  attrs: PoolAttrs,
  [down, across]: readonly number[],
  offset: number,
): number[] {
  const { outputSize, kernelSize, stride, padding } = attrs;
  return [h, w, ...outputSize, ...kernelSize, ...stride, ...padding, down, across, offset];
}

/** What the bounds of loops over `height` by `width` taps are in the text of a shader, as part of its key. */
export function tapsKey(height: number, width: number): string {
  return height * width <= FEW ? `${height}u ${width}u` : "u.kernel0 u.kernel1";
}

/**
 * WGSL that runs, for each window, `start`, `tap` for every `value` in it with its place `at` in the plane, and `end`.
 * `taps` is the `tapsKey` of the kernel.
 */
export function overWindows(taps: string, start: string, tap: string, end: string): string {
  const [height, width] = taps.split(" ");
  // What lies before the plane wraps to a large number.
  return alongRow(
    `let y = row % u.rows * u.stride0 - u.pad0;
    let plane = u.offset + row / u.rows * u.h * u.w;`,
    `let x = column * u.stride1 - u.pad1;
      ${start}
      for (var i = 0u; i < ${height}; i++) {
        let yTap = y + i * u.dilation0;
        if (yTap >= u.h) { continue; }
        for (var j = 0u; j < ${width}; j++) {
          let xTap = x + j * u.dilation1;
          if (xTap >= u.w) { continue; }
          let at = yTap * u.w + xTap;
          let value = f32(xs[plane + at]);
          ${tap}
        }
      }
      ${end}`,
  );
}
