import { isFloat, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { gemm, type Multiply } from "../gemm";
import { data, offsets, ramp } from "../strided";

/** Products of integers wrap, which doubles cannot do beyond 53 bits. */
const multiplyIntegers: Multiply = (m, n, k, a, b, c) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += Math.imul(a.data[a.start + a.rows[i] + a.cols[p]], b.data[b.start + b.rows[p] + b.cols[j]]);
      }
      c.data[c.start + c.rows[i] + c.cols[j]] = sum;
    }
  }
};

/** (a [...batch, m, k], b [...batch, k, n]) → [...batch, m, n] */
export const matmul: Kernel<Primitives["matmul"]> = ([a, b], [y]) => {
  const last = y.shape.length - 1;
  const n = y.shape[last];
  const k = a.shape[last];
  // One b for the whole batch: the batch is then nothing but more rows of a.
  const shared = b.strides.every((stride, d) => d >= last - 1 || stride === 0 || b.shape[d] === 1);
  const split = shared ? 0 : last - 1;
  const batch = y.shape.slice(0, split);
  const m = sizeOf(y.shape.slice(split, last));
  const rows = last === split + 1 ? ramp(a.strides[split], m) : offsets(a.shape.slice(0, last), a.strides);
  const left = { data: data(a), start: a.offset, rows, cols: ramp(a.strides[last], k) };
  const right = { data: data(b), start: b.offset, rows: ramp(b.strides[last - 1], k), cols: ramp(b.strides[last], n) };
  const out = { data: data(y), start: y.offset, rows: ramp(n, m), cols: ramp(1, n) };
  const leftStarts = offsets(batch, a.strides);
  const rightStarts = offsets(batch, b.strides);
  const multiply = isFloat(y.dtype) ? gemm : multiplyIntegers;
  out.data.fill(0, y.offset, y.offset + sizeOf(y.shape));
  for (let i = 0; i < leftStarts.length; i++, out.start += m * n) {
    left.start = a.offset + leftStarts[i];
    right.start = b.offset + rightStarts[i];
    multiply(m, n, k, left, right, out);
  }
};
