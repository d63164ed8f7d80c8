import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { copyTo } from "../copy-to";
import { elements } from "../strided";

export const pad: Kernel<Primitives["pad"]> = ([x], [y], { before, interior, value }) => {
  const to = elements(y).fill(value, 0, sizeOf(y.shape));
  const offset = before.reduce((sum, count, d) => sum + count * y.strides[d], 0);
  const strides = y.strides.map((stride, d) => stride * (interior[d] + 1));
  copyTo(to, offset, strides, x);
};
