import type { DType, View } from "@nn/core";
import { sizeOf } from "@nn/core";
import type { Machine } from "../src/machine/machine";
import { viewOf } from "./views";

/** Values that rounding, wrapping and special cases make hard. */
const FLOATS = [0, -0, 1, -1, 0.5, -2.5, 3, 7.25, -13, 1e-3, 1e10, -3e38, NaN, Infinity, -Infinity];
const INTEGERS = [0, 1, -1, 2, -3, 7, -10, 100, 46341, -65537, 2147483647, -2147483648];
const BYTES = [0, 1, 2, 3, 10, 100, 127, 128, 200, 255];

export const SPECIAL: Readonly<Partial<Record<DType, readonly number[]>>> = {
  float32: FLOATS.map(Math.fround),
  float64: FLOATS,
  int32: INTEGERS,
  uint8: BYTES,
  bool: [0, 1],
};

/** A shape of up to four dimensions whose elements end around those of vectors. */
export function randomShape(random: () => number): number[] {
  const sizes = [1, 2, 3, 4, 5, 17, 33];
  const rank = Math.floor(random() * 4);
  return Array.from({ length: rank }, () => sizes[Math.floor(random() * sizes.length)]);
}

/** A view of `shape` over special values: permuted, reversed, repeated, with gaps, or none of that. */
export function operand(machine: Machine, dtype: DType, shape: readonly number[], random: () => number): View {
  const strides = new Array<number>(shape.length).fill(0);
  const plain = random() < 0.3;
  const order = shape.map((_, d) => ({ d, key: plain ? -d : random() })).sort((a, b) => a.key - b.key);
  let span = random() < 0.2 ? 2 : 1;
  let offset = 3;
  for (const { d } of order) {
    const repeated = !plain && random() < 0.25;
    strides[d] = repeated ? 0 : span;
    if (repeated) continue;
    span *= shape[d];
    if (!plain && random() < 0.2) {
      offset += strides[d] * (shape[d] - 1);
      strides[d] = -strides[d];
    }
  }
  const choices = SPECIAL[dtype]!;
  const values = Array.from({ length: span + 3 }, () => choices[Math.floor(random() * choices.length)]);
  return viewOf(machine, dtype, values, shape, strides, offset);
}

/** Numbers from −`size` to `size`. */
export function uniform(random: () => number, shape: readonly number[], size: number): number[] {
  return Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * size);
}
