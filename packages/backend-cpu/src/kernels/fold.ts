import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { elements, offsets, rows } from "../strided";

/** Adds the elements of one tap after the other to a sum in double precision. */
export const fold: Kernel<Primitives["fold"]> = ([x], [y], { sizes, stride, dilation }) => {
  const dims = sizes.length;
  const outer = x.shape.length - 2 * dims;
  const kernel = x.shape.slice(-dims);
  const positions = x.shape.slice(0, -dims);
  const inner = y.strides.slice(outer);
  const steps = [...y.strides.slice(0, outer), ...inner.map((s, d) => s * stride[d])];
  const walk = rows(positions, x.strides.slice(0, -dims), steps);
  const [s, t] = walk.steps;
  const [startsFrom, startsTo] = walk.starts;
  const tapsFrom = offsets(kernel, x.strides.slice(-dims));
  const tapsTo = offsets(
    kernel,
    inner.map((step, d) => step * dilation[d]),
  );
  const from = elements(x);
  const sum = new Float64Array(sizeOf(y.shape));
  for (let tap = 0; tap < tapsFrom.length; tap++) {
    for (let r = 0; r < startsFrom.length; r++) {
      let i = tapsFrom[tap] + startsFrom[r];
      let j = tapsTo[tap] + startsTo[r];
      for (let n = 0; n < walk.length; n++, i += s, j += t) sum[j] += from[i];
    }
  }
  elements(y).set(sum);
};
