import { isFloat, type Kernel, type Primitives, type ReduceOp, type TypedArray, type View } from "@nn/core";
import { data, elements, rows } from "../strided";

/** Continues `result` with x[i], x[i + s], ... up to `n` elements. */
type Along = (result: number, x: TypedArray, i: number, s: number, n: number) => number;

const along: Readonly<Record<ReduceOp | "prodIntegers", Along>> = {
  // Four sums that need not wait for each other; `| 0` spares overflow checks.
  sum: (sum, x, i, s, n) => {
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let fours = n >> 2; fours > 0; fours--) {
      sum += x[i];
      i = (i + s) | 0;
      s1 += x[i];
      i = (i + s) | 0;
      s2 += x[i];
      i = (i + s) | 0;
      s3 += x[i];
      i = (i + s) | 0;
    }
    for (n &= 3; n > 0; n--, i += s) sum += x[i];
    return sum + s1 + (s2 + s3);
  },
  prod: (product, x, i, s, n) => {
    for (; n > 0; n--, i += s) product *= x[i];
    return product;
  },
  prodIntegers: (product, x, i, s, n) => {
    for (; n > 0; n--, i += s) product = Math.imul(product, x[i]);
    return product;
  },
  max: (max, x, i, s, n) => {
    for (; n > 0; n--, i += s) max = Math.max(max, x[i]);
    return max;
  },
  min: (min, x, i, s, n) => {
    for (; n > 0; n--, i += s) min = Math.min(min, x[i]);
    return min;
  },
};

/** Continues each results[j] with x[i + j · s]. */
function across(op: Along, results: Float64Array, x: TypedArray, i: number, s: number): void {
  if (op === along.sum) for (let j = 0; j < results.length; j++, i += s) results[j] += x[i];
  else for (let j = 0; j < results.length; j++, i += s) results[j] = op(results[j], x, i, 0, 1);
}

/** The result of nothing; for narrow integers it becomes theirs when it is stored. */
function identityOf(op: ReduceOp, y: View): number {
  if (op === "sum") return 0;
  if (op === "max") return isFloat(y.dtype) ? -Infinity : -(2 ** 31);
  return op === "prod" || y.dtype === "bool" ? 1 : isFloat(y.dtype) ? Infinity : 2 ** 31 - 1;
}

export const reduce: Kernel<Primitives["reduce"]> = ([x], [y], { op, dims }) => {
  const isReduced = (_: number, d: number): boolean => dims.includes(d);
  const isKept = (_: number, d: number): boolean => !dims.includes(d);
  const kept = rows(x.shape.filter(isKept), x.strides.filter(isKept));
  const reduced = rows(x.shape.filter(isReduced), x.strides.filter(isReduced));
  const identity = identityOf(op, y);
  const continueBy = along[op === "prod" && !isFloat(y.dtype) ? "prodIntegers" : op];
  const from = data(x);
  const to = elements(y);
  const [step] = kept.steps;
  const [through] = reduced.steps;
  // Follows memory: neighbouring elements belong to neighbouring outputs, or to one.
  const isAcross = kept.length > 1 && Math.abs(step) < Math.abs(through);
  const results = new Float64Array(isAcross ? kept.length : 0);
  let j = 0;
  for (const start of kept.starts[0]) {
    let first = x.offset + start;
    if (isAcross) {
      results.fill(identity);
      for (const row of reduced.starts[0]) {
        let i = first + row;
        for (let n = 0; n < reduced.length; n++, i += through) across(continueBy, results, from, i, step);
      }
      to.set(results, j);
      j += kept.length;
      continue;
    }
    for (let n = 0; n < kept.length; n++, first += step) {
      let result = identity;
      for (const row of reduced.starts[0]) result = continueBy(result, from, first + row, through, reduced.length);
      to[j++] = result;
    }
  }
};
