import { type ConvAttrs, hostArray, type View } from "@nn/core";
import { copyTo } from "./copy-to";
import type { Matrix } from "./gemm";
import { elements, offsets, ramp } from "./strided";

/** Small images go into one matrix product together until it has about this many columns. */
const COLUMNS = 1024;

/**
 * Calls `visit` with the matrices that a convolution consists of, for each group of some images at a time:
 * `patches` [channels/groups · kh · kw, columns] of x and `planes` [o/groups, columns] of y. Columns are positions.
 *
 * Around the images lie zeros as wide as the padding. When x is `summed` its pixels start as zeros, too: `visit` adds to
 * them in double precision, and what they have become is written to x.
 */
export function forEachProduct(
  x: View,
  [kh, kw]: readonly number[],
  y: View,
  { stride: [sh, sw], padding: [top, , left], dilation: [dh, dw], groups }: ConvAttrs,
  summed: boolean,
  visit: (group: number, columns: number, patches: Matrix, planes: Matrix) => void,
): void {
  const [images, channels, h, w] = x.shape;
  const [, outputs, oh, ow] = y.shape;
  const positions = oh * ow;
  const step = Math.min(images, Math.max(1, Math.floor(COLUMNS / positions)));
  const height = Math.max(top + h, (oh - 1) * sh + (kh - 1) * dh + 1);
  const width = Math.max(left + w, (ow - 1) * sw + (kw - 1) * dw + 1);
  const plane = height * width;
  const strides = [channels * plane, plane, width, 1];
  const inset = top * width + left;
  const framed = summed || plane > h * w;
  const size = step * channels * plane;
  const pixels = framed ? hostArray(summed ? "float64" : x.dtype, size) : elements(x);
  const rows = offsets([channels / groups, kh, kw], [plane, dh * width, dw]);
  const cols = offsets([step, oh, ow], [channels * plane, sh * width, sw]);
  const planeRows = ramp(positions, outputs);
  const planeCols = offsets([step, positions], [outputs * positions, 1]);
  for (let first = 0; first < images; first += step) {
    const count = Math.min(step, images - first);
    const chunk = { ...x, shape: [count, channels, h, w], offset: x.offset + first * channels * h * w };
    if (summed) pixels.fill(0);
    else if (framed) copyTo(pixels, inset, strides, chunk);
    for (let group = 0; group < groups; group++) {
      const channel = (framed ? 0 : first * channels) + group * (channels / groups);
      const output = first * outputs + group * (outputs / groups);
      visit(
        group,
        count * positions,
        { data: pixels, start: channel * plane, rows, cols },
        { data: elements(y), start: output * positions, rows: planeRows, cols: planeCols },
      );
    }
    if (summed) {
      copyTo(elements(x), first * channels * h * w, x.strides, { ...chunk, buffer: pixels, strides, offset: inset });
    }
  }
}
