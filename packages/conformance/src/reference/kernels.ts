import { sizeOf, type PrimitiveKernels, type Primitives, type View } from "@nn/core";
import { dataOf, load, store } from "./memory";
import { binaryMaths, compareMaths, threefry, unaryMaths } from "./maths";
import { positionsOf, rowsOf } from "./positions";

/** The definition of every primitive in plain loops over float64 copies: slow, and easy to check by eye. */
export const plainKernels: PrimitiveKernels = {
  unary: ([x], [y], { op }) => store(y, load(x).map(unaryMaths[op])),
  binary: ([a, b], [y], { op }) => {
    const right = load(b);
    const maths = binaryMaths(op, a.dtype);
    store(
      y,
      load(a).map((left, i) => maths(left, right[i])),
    );
  },
  compare: ([a, b], [y], { op }) => {
    const right = load(b);
    store(
      y,
      load(a).map((left, i) => Number(compareMaths[op](left, right[i]))),
    );
  },
  where: ([cond, a, b], [y]) => {
    const left = load(a);
    const right = load(b);
    store(
      y,
      load(cond).map((holds, i) => (holds ? left[i] : right[i])),
    );
  },
  cast: ([x], [y], { dtype }) => {
    const values = load(x);
    store(y, dtype === "bool" ? values.map((v) => Number(v !== 0)) : values);
  },
  copy: ([x], [y]) => store(y, load(x)),
  full: (_, [y], { value }) => store(y, new Float64Array(sizeOf(y.shape)).fill(value)),
  arange: (_, [y], { length, start, step }) =>
    store(
      y,
      Float64Array.from({ length }, (_, i) => start + i * step),
    ),
  random: (_, [y], attrs) => random(y, attrs),
  reduce: ([x], [y], { op, dims }) => {
    const identity = {
      sum: 0,
      prod: 1,
      max: x.dtype === "bool" ? 0 : -Infinity,
      min: x.dtype === "bool" ? 1 : Infinity,
    }[op];
    const totals = new Float64Array(sizeOf(y.shape)).fill(identity);
    const integers = y.dtype === "int32";
    const step = { sum: add, prod: integers ? Math.imul : multiply, max: Math.max, min: Math.min }[op];
    const kept = x.shape.map((size, d) => (dims.includes(d) ? 1 : size));
    const targets = positionsOf(x.shape, kept);
    load(x).forEach((value, i) => (totals[targets[i]] = step(totals[targets[i]], value)));
    store(y, totals);
  },
  argReduce: ([x], [y], { op, dim }) => {
    const values = load(x);
    const best = rowsOf(x.shape, dim).map((row) => {
      let at = 0;
      row.forEach((p, i) => {
        const [value, extreme] = [values[p], values[row[at]]];
        const wins = op === "max" ? value > extreme : value < extreme;
        if (extreme === extreme && (wins || value !== value)) at = i;
      });
      return at;
    });
    store(y, best);
  },
  cumulative: ([x], [y], { op, dim }) => {
    const values = load(x);
    const step = op === "sum" ? add : x.dtype === "int32" ? Math.imul : multiply;
    for (const row of rowsOf(x.shape, dim)) {
      for (let i = 1; i < row.length; i++) values[row[i]] = step(values[row[i - 1]], values[row[i]]);
    }
    store(y, values);
  },
  matmul: ([a, b], [y]) => {
    const [m, k] = a.shape.slice(-2);
    const n = b.shape[b.shape.length - 1];
    const [left, right] = [load(a), load(b)];
    const product = new Float64Array(sizeOf(y.shape));
    const step = a.dtype === "int32" ? Math.imul : multiply;
    for (let at = 0; at < product.length; at++) {
      const column = at % n;
      const row = Math.floor(at / n);
      const batch = Math.floor(row / m);
      let sum = 0;
      for (let i = 0; i < k; i++) sum += step(left[row * k + i], right[(batch * k + i) * n + column]);
      product[at] = sum;
    }
    store(y, product);
  },
  pad: ([x], [y], { before, interior, value }) => {
    const out = new Float64Array(sizeOf(y.shape)).fill(value);
    const targets = positionsOf(x.shape, y.shape, (i, d) => before[d] + i * (interior[d] + 1));
    load(x).forEach((v, i) => (out[targets[i]] = v));
    store(y, out);
  },
  concat: (inputs, [y], { dim }) => {
    const out = new Float64Array(sizeOf(y.shape));
    let start = 0;
    for (const x of inputs) {
      const from = start;
      const targets = positionsOf(x.shape, y.shape, (i, d) => (d === dim ? from + i : i));
      load(x).forEach((v, i) => (out[targets[i]] = v));
      start += x.shape[dim];
    }
    store(y, out);
  },
  fold: ([x], [y], { sizes, stride, dilation }) => fold(x, y, sizes, stride, dilation),
  gather: ([x, index], [y], { dim }) => {
    const values = load(x);
    store(
      y,
      Float64Array.from(indexedPositions(index, x, dim, "gather"), (at) => values[at]),
    );
  },
  scatter: ([x, index, src], [y], { dim }) => {
    const values = load(x);
    const written = load(src);
    indexedPositions(index, x, dim, "scatter").forEach((at, i) => (values[at] = written[i]));
    store(y, values);
  },
  scatterAdd: ([x, index, src], [y], { dim }) => {
    const values = load(x);
    const added = load(src);
    indexedPositions(index, x, dim, "scatterAdd").forEach((at, i) => (values[at] += added[i]));
    store(y, values);
  },
  sort: ([x], [y, order], { dim, descending }) => {
    const values = load(x);
    const sorted = new Float64Array(values.length);
    const indices = new Float64Array(values.length);
    for (const row of rowsOf(x.shape, dim)) {
      const ranks = row.map((_, i) => i).sort((i, j) => byValue(values[row[i]], values[row[j]], descending) || i - j);
      ranks.forEach((from, to) => {
        sorted[row[to]] = values[row[from]];
        indices[row[to]] = from;
      });
    }
    store(y, sorted);
    store(order, indices);
  },
};

const add = (a: number, b: number): number => a + b;
const multiply = (a: number, b: number): number => a * b;

function byValue(a: number, b: number, descending: boolean): number {
  const rank = a !== a ? (b !== b ? 0 : 1) : b !== b ? -1 : a - b || 0;
  // Infinity − Infinity is NaN, which the line above turns into a draw.
  return descending ? -rank : rank;
}

/** Where in `x` each element of `index` points. */
function indexedPositions(index: View, x: View, dim: number, op: string): Int32Array {
  const chosen = load(index);
  const size = x.shape.length === 0 ? 1 : x.shape[dim];
  const bad = chosen.find((i) => i < 0 || i >= size);
  if (bad !== undefined)
    throw new RangeError(`${op}: index ${bad} is out of range for dimension ${dim} of size ${size}`);
  return positionsOf(index.shape, x.shape, (i, d, flat) => (d === dim ? chosen[flat] : i));
}

function fold(
  x: View,
  y: View,
  sizes: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): void {
  const out = new Float64Array(sizeOf(y.shape));
  const lead = y.shape.length - sizes.length;
  const values = load(x);
  const index = x.shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    let at = 0;
    for (let d = 0; d < y.shape.length; d++) {
      const s = d - lead;
      const position = s < 0 ? index[d] : index[d] * stride[s] + index[d + sizes.length] * dilation[s];
      at = at * y.shape[d] + position;
    }
    out[at] += values[i];
    for (let d = x.shape.length - 1; d >= 0 && ++index[d] === x.shape[d]; d--) index[d] = 0;
  }
  store(y, out);
}

function random(y: View, { kind, key, counter }: Primitives["random"]): void {
  const length = sizeOf(y.shape);
  const data = dataOf(y.buffer);
  const wide = y.dtype === "float64";
  for (let i = 0; i < length; i++) {
    const block = wide ? i : i >>> 1;
    const low = (counter[0] >>> 0) + block;
    const words = threefry(key, [low | 0, (counter[1] + Math.floor(low / 2 ** 32)) | 0]);
    const word = words[i & 1];
    const uniform = wide ? ((words[0] >>> 5) * 2 ** 26 + (words[1] >>> 6)) * 2 ** -53 : (word >>> 8) * 2 ** -24;
    if (kind === "bits") data[y.offset + i] = word;
    else store({ ...y, offset: y.offset + i }, [uniform]);
  }
}
