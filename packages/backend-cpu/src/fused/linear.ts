import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { gemm } from "../gemm";
import { elements, ramp } from "../strided";

export const linear: Kernel<FusedOps["linear"]> = ([x, weight, bias], [y]) => {
  const [n, k] = weight.shape;
  const size = sizeOf(y.shape);
  const m = size / n;
  const to = elements(y);
  if (bias) {
    const row = elements(bias).subarray(0, n);
    for (let j = 0; j < size; j += n) to.set(row, j);
  } else {
    to.fill(0, 0, size);
  }
  const unit = ramp(1, Math.max(n, k));
  gemm(
    m,
    n,
    k,
    { data: elements(x), start: 0, rows: ramp(k, m), cols: unit },
    { data: elements(weight), start: 0, rows: unit, cols: ramp(k, n) },
    { data: to, start: 0, rows: ramp(n, m), cols: unit },
  );
};
