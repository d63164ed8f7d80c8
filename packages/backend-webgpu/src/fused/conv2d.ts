import type { FusedOps } from "@nn/core";
import { convOf } from "../convolution/geometry";
import type { For } from "../kernel";

export const conv2d: For<FusedOps["conv2d"]> =
  (gpu) =>
  ([x, weight, bias], [y], attrs) => {
    const conv = convOf(x, weight.shape, y, attrs);
    gpu.plan.convolve(gpu, conv, false, x, weight, y, bias);
  };
