import { ArgumentError, sizeOf, type PrimitiveKernels, type View } from "@nn/core";
import { array, get, positions, set, withCoordinate } from "./elements";
import { binaryFunction, compareFunctions, reduceFunctions, unaryFunctions } from "./scalar-functions";
import { advance, threefry } from "./threefry";

/** Fills an output from a function of the position. */
function fill(y: View, value: (at: readonly number[]) => number): void {
  for (const at of positions(y.shape)) set(y, at, value(at));
}

function checkIndex(op: string, index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  throw new ArgumentError(`${op}: index ${index} is out of range for size ${size}`);
}

/** The elements of `x` along `dim` through position `at`. */
function line(x: View, at: readonly number[], dim: number): number[] {
  return Array.from({ length: x.shape[dim] }, (_, i) => get(x, withCoordinate(at, dim, i)));
}

/** Positions of a shape with dimension `dim` held at 0. */
function lines(shape: readonly number[], dim: number): Iterable<readonly number[]> {
  return positions(shape.map((size, i) => (i === dim ? Math.min(size, 1) : size)));
}

/** The whole contract, one element at a time. */
export const naiveKernels: PrimitiveKernels = {
  unary: ([x], [y], { op }) => fill(y, (at) => unaryFunctions[op](get(x, at))),
  binary: ([a, b], [y], { op }) => {
    const f = binaryFunction(op, y.dtype);
    fill(y, (at) => f(get(a, at), get(b, at)));
  },
  compare: ([a, b], [y], { op }) => fill(y, (at) => Number(compareFunctions[op](get(a, at), get(b, at)))),
  where: ([cond, a, b], [y]) => fill(y, (at) => (get(cond, at) !== 0 ? get(a, at) : get(b, at))),
  cast: ([x], [y]) => {
    const integer = y.dtype === "int32" || y.dtype === "uint8";
    fill(y, (at) =>
      integer ? Math.trunc(get(x, at)) || 0 : Number.isNaN(get(x, at)) && y.dtype === "bool" ? 1 : get(x, at),
    );
  },
  copy: ([x], [y]) => fill(y, (at) => get(x, at)),
  full: (_, [y], { value }) => fill(y, () => value),
  arange: (_, [y], { start, step }) => fill(y, ([i]) => start + i * step),
  random: (_, [y], { kind, key, counter }) => {
    const out = array(y);
    const wide = kind === "uniform" && y.dtype === "float64";
    for (let i = 0; i < sizeOf(y.shape); i++) {
      const words = threefry(key, advance(counter, wide ? i : i >> 1));
      if (wide) out[i] = ((words[0] >>> 5) * 2 ** 26 + (words[1] >>> 6)) * 2 ** -53;
      else out[i] = kind === "bits" ? words[i & 1] : (words[i & 1] >>> 8) * 2 ** -24;
    }
  },
  reduce: ([x], [y], { op, dims }) => {
    const { start, step } = reduceFunctions[op];
    const kept = x.shape.map((_, i) => i).filter((i) => !dims.includes(i));
    let next = 0;
    for (const outer of positions(kept.map((i) => x.shape[i]))) {
      let result = start;
      for (const inner of positions(dims.map((i) => x.shape[i]))) {
        const at = x.shape.map((_, i) => (dims.includes(i) ? inner[dims.indexOf(i)] : outer[kept.indexOf(i)]));
        result = step(result, get(x, at));
      }
      array(y)[y.offset + next++] = y.dtype === "bool" ? Number(result > 0) : result;
    }
  },
  argReduce: ([x], [y], { op, dim }) => {
    let next = y.offset;
    if (x.shape.length === 0) array(y)[next] = 0;
    else {
      for (const at of lines(x.shape, dim)) {
        const values = line(x, at, dim);
        const extreme = op === "max" ? Math.max(...values) : Math.min(...values);
        array(y)[next++] = values.findIndex((v) => v === extreme || (Number.isNaN(v) && Number.isNaN(extreme)));
      }
    }
  },
  cumulative: ([x], [y], { op, dim }) => {
    const { start, step } = reduceFunctions[op];
    for (const at of lines(x.shape, dim)) {
      let result = start;
      line(x, at, dim).forEach((v, i) => set(y, withCoordinate(at, dim, i), (result = step(result, v))));
    }
  },
  matmul: ([a, b], [y]) => {
    const inner = a.shape[a.shape.length - 1];
    fill(y, (at) => {
      const [batch, row, column] = [at.slice(0, -2), at[at.length - 2], at[at.length - 1]];
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += get(a, [...batch, row, k]) * get(b, [...batch, k, column]);
      return sum;
    });
  },
  pad: ([x], [y], { before, interior, value }) => {
    fill(y, () => value);
    for (const at of positions(x.shape))
      set(
        y,
        at.map((v, i) => before[i] + v * (interior[i] + 1)),
        get(x, at),
      );
  },
  concat: (inputs, [y], { dim }) => {
    let start = 0;
    for (const x of inputs) {
      for (const at of positions(x.shape)) set(y, withCoordinate(at, dim, start + at[dim]), get(x, at));
      start += x.shape[dim];
    }
  },
  fold: ([x], [y], { sizes, stride, dilation }) => {
    const outer = y.shape.length - sizes.length;
    fill(y, () => 0);
    for (const at of positions(x.shape)) {
      const to = [
        ...at.slice(0, outer),
        ...sizes.map((_, i) => at[outer + i] * stride[i] + at[outer + sizes.length + i] * dilation[i]),
      ];
      set(y, to, get(y, to) + get(x, at));
    }
  },
  gather: ([x, index], [y], { dim }) =>
    fill(y, (at) => get(x, withCoordinate(at, dim, checkIndex("gather", get(index, at), x.shape[dim])))),
  scatter: ([x, index, src], [y], { dim }) => {
    fill(y, (at) => get(x, at));
    for (const at of positions(index.shape)) {
      set(y, withCoordinate(at, dim, checkIndex("scatter", get(index, at), x.shape[dim])), get(src, at));
    }
  },
  scatterAdd: ([x, index, src], [y], { dim }) => {
    fill(y, (at) => get(x, at));
    for (const at of positions(index.shape)) {
      const to = withCoordinate(at, dim, checkIndex("scatterAdd", get(index, at), x.shape[dim]));
      set(y, to, get(y, to) + get(src, at));
    }
  },
  sort: ([x], [values, indices], { dim, descending }) => {
    const rank = (v: number): number => (Number.isNaN(v) ? Infinity : v);
    const compare = (a: number, b: number): number =>
      rank(a) === rank(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : rank(a) < rank(b) ? -1 : 1;
    for (const at of lines(x.shape, dim)) {
      const items = line(x, at, dim).map((v, i) => ({ v, i }));
      items.sort((p, q) => (descending ? compare(q.v, p.v) : compare(p.v, q.v)) || p.i - q.i);
      items.forEach(({ v, i }, to) => {
        set(values, withCoordinate(at, dim, to), v);
        set(indices, withCoordinate(at, dim, to), i);
      });
    }
  },
};
