import type { Kernel, Primitives } from "@nn/core";
import { data, elements, offsets } from "../strided";

export const argReduce: Kernel<Primitives["argReduce"]> = ([x], [y], { op, dim }) => {
  const from = data(x);
  const to = elements(y);
  const sign = op === "max" ? 1 : -1;
  const [size, step] = x.shape.length > 0 ? [x.shape[dim], x.strides[dim]] : [1, 0];
  const isKept = (_: number, d: number): boolean => d !== dim;
  const starts = offsets(x.shape.filter(isKept), x.strides.filter(isKept));
  for (let r = 0; r < starts.length; r++) {
    let i = x.offset + starts[r];
    let extreme = sign * from[i];
    let index = 0;
    // Ends at a NaN: nothing comes before the first one.
    for (let n = 1; n < size && extreme === extreme; n++) {
      i += step;
      const value = sign * from[i];
      if (!(value <= extreme)) {
        extreme = value;
        index = n;
      }
    }
    to[r] = index;
  }
};
