import type { Primitives, View } from "@nn/core";
import type { For } from "../kernel";
import { mostPlaced, place } from "../place";

const isSame = (a: readonly number[], b: readonly number[]): boolean => a.every((value, i) => value === b[i]);

/** Whether one run may place both. */
function isAlike(a: View, b: View): boolean {
  return a.offset === b.offset && isSame(a.shape, b.shape) && isSame(a.strides, b.strides);
}

export const concat: For<Primitives["concat"]> =
  (gpu) =>
  (inputs, [y], { dim }) => {
    let start = 0;
    for (let first = 0, next = 1; first < inputs.length; first = next++) {
      const x = inputs[first];
      const most = mostPlaced(x.shape);
      while (next < inputs.length && next - first < most && isAlike(x, inputs[next])) next++;
      const gap = x.shape[dim] * y.strides[dim];
      if (gap > 0) place(gpu, inputs.slice(first, next), { ...y, shape: x.shape, offset: start }, gap);
      start += (next - first) * gap;
    }
  };
