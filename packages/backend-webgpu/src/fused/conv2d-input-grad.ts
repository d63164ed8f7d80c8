import type { FusedOps } from "@nn/core";
import { convOf } from "../convolution/geometry";
import type { For } from "../kernel";

export const conv2dInputGrad: For<FusedOps["conv2dInputGrad"]> =
  (gpu) =>
  ([g, weight], [x], attrs) => {
    const conv = convOf(x, weight.shape, g, attrs);
    gpu.plan.convolve(gpu, conv, true, g, weight, x);
  };
