import type { Primitives } from "@nn/core";
import type { For } from "../kernel";
import { matmulSizes } from "../products/matmul-sizes";
import { multiply } from "../products/multiply";

/** (a [...batch, m, k], b [...batch, k, n]) → [...batch, m, n] */
export const matmul: For<Primitives["matmul"]> =
  (gpu) =>
  ([a, b], [y]) =>
    multiply(gpu, matmulSizes(a, b), y);
