import type { CompareOp, Kernel, Primitives } from "@nn/core";
import { elementwise, type Loop } from "../elementwise";

// A conversion where `? 1 : 0` would be a branch: 2.2 instead of 5.3 ns on random data.
const loops: Readonly<Record<CompareOp, Loop>> = {
  eq: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = +(a[i] === b[k]); },
  ne: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = +(a[i] !== b[k]); },
  lt: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = +(a[i] < b[k]); },
  le: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = +(a[i] <= b[k]); },
  gt: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = +(a[i] > b[k]); },
  ge: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = +(a[i] >= b[k]); },
  logicalAnd: (y, j, end, a, i, s, b, k, t) => {
    for (; j < end; j++, i += s, k += t) y[j] = +(a[i] !== 0 && b[k] !== 0);
  },
  logicalOr: (y, j, end, a, i, s, b, k, t) => {
    for (; j < end; j++, i += s, k += t) y[j] = +(a[i] !== 0 || b[k] !== 0);
  },
}; // oxfmt-ignore

export const compare: Kernel<Primitives["compare"]> = ([a, b], [y], { op }) => elementwise(loops[op], y, a, b);
