import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { forEachProduct } from "../convolution";
import { gemm, transpose } from "../gemm";
import { elements, ramp } from "../strided";

/** Cotangents times transposed patches, summed over the images in double precision. */
export const conv2dWeightGrad: Kernel<FusedOps["conv2dWeightGrad"]> = ([g, x], [y], attrs) => {
  const m = y.shape[0] / attrs.groups;
  const n = sizeOf(y.shape.slice(1));
  const sum = new Float64Array(sizeOf(y.shape));
  const rows = ramp(n, m);
  const cols = ramp(1, n);
  forEachProduct(x, attrs.kernelSize, g, attrs, false, (group, k, patches, planes) => {
    gemm(m, n, k, planes, transpose(patches), { data: sum, start: group * m * n, rows, cols });
  });
  elements(y).set(sum);
};
