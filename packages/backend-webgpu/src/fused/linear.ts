import { type FusedOps, sizeOf } from "@nn/core";
import type { For } from "../kernel";
import { matmulSizes } from "../products/matmul-sizes";
import { multiply } from "../products/multiply";

/** x [..., in] · weightᵀ + bias, weight [out, in] */
export const linear: For<FusedOps["linear"]> =
  (gpu) =>
  ([x, weight, bias], [y]) => {
    const [n, k] = weight.shape;
    const rows = { ...x, shape: [sizeOf(x.shape.slice(0, -1)), k], strides: [k, 1] };
    multiply(gpu, matmulSizes(rows, { ...weight, shape: [k, n], strides: [1, k] }), y, bias);
  };
