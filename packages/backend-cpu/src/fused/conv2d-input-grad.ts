import type { FusedOps, Kernel } from "@nn/core";
import { forEachProduct } from "../convolution";
import { gemm } from "../gemm";
import { elements, ramp } from "../strided";

/** Transposed weights times cotangents, added to the patches that overlap in x. */
export const conv2dInputGrad: Kernel<FusedOps["conv2dInputGrad"]> = ([g, weight], [y], attrs) => {
  const [outputs, channels, kh, kw] = weight.shape;
  const m = channels * kh * kw;
  const k = outputs / attrs.groups;
  const data = elements(weight);
  const rows = ramp(1, m);
  const cols = ramp(m, k);
  forEachProduct(y, [kh, kw], g, attrs, true, (group, n, patches, planes) => {
    gemm(m, n, k, { data, start: group * k * m, rows, cols }, planes, patches);
  });
};
