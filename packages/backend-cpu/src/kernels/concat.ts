import type { Kernel, Primitives } from "@nn/core";
import { copyTo } from "../copy-to";
import { data } from "../strided";

export const concat: Kernel<Primitives["concat"]> = (inputs, [y], { dim }) => {
  let offset = y.offset;
  for (const x of inputs) {
    copyTo(data(y), offset, y.strides, x);
    offset += x.shape[dim] * y.strides[dim];
  }
};
