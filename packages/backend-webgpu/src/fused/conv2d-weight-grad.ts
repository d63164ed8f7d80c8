import type { FusedOps } from "@nn/core";
import { convOf } from "../convolution/geometry";
import type { For } from "../kernel";

export const conv2dWeightGrad: For<FusedOps["conv2dWeightGrad"]> =
  (gpu) =>
  ([g, x], [weight], attrs) => {
    const conv = convOf(x, weight.shape, g, attrs);
    gpu.plan.gradientOfWeight(gpu, conv, g, x, weight);
  };
