import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { matmulPlain } from "./matmul-plain";
import { exchanged, type MatmulSizes } from "./matmul-sizes";

/** Multiplications that are done before a larger shader pays. */
const FEW = 2 ** 15;
/** The longest sum that one invocation adds up. */
const SHORT = 256;

/** y = a · b + bias, `bias` being one number for each column; `y` is contiguous from the start of its buffer. */
export function multiply(gpu: Gpu, sizes: MatmulSizes, y: View, bias?: View): void {
  const { m, n, k, batches } = sizes;
  if (n === 1 && m > 1) {
    // A column is a row: y lies the same.
    multiply(gpu, exchanged(sizes), y, bias && { ...bias, strides: [0] });
    return;
  }
  const isSmall = k <= SHORT && m * n * k * batches <= FEW;
  if (isSmall || y.dtype === "int32") matmulPlain(gpu, sizes, y, bias);
  else gpu.plan.multiply(gpu, sizes, y, bias);
}
