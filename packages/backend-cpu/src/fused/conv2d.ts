import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { forEachProduct } from "../convolution";
import { gemm } from "../gemm";
import { elements, ramp } from "../strided";

/** Weights times patches: a matrix product that reads its patches straight from the framed images. */
export const conv2d: Kernel<FusedOps["conv2d"]> = ([x, weight, bias], [y], attrs) => {
  const [outputs, channels, kh, kw] = weight.shape;
  const m = outputs / attrs.groups;
  const k = channels * kh * kw;
  const to = elements(y);
  const size = sizeOf(y.shape);
  const data = elements(weight);
  const terms = bias && elements(bias);
  const plane = y.shape[2] * y.shape[3];
  for (let i = 0, o = 0; i < size; i += plane, o = (o + 1) % outputs) {
    to.fill(terms ? terms[o] : 0, i, i + plane);
  }
  const rows = ramp(k, m);
  const cols = ramp(1, k);
  forEachProduct(x, [kh, kw], y, attrs, false, (group, n, patches, planes) => {
    gemm(m, n, k, { data, start: group * m * k, rows, cols }, patches, planes);
  });
};
