import { turn } from "./linear";
import { multiply } from "./multiply";
import { softmaxRows } from "./rows";

interface Sizes {
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
  /** Of one head. */
  readonly features: number;
}

interface Attention {
  /** [batch, length, heads · features] */
  readonly y: Float64Array;
  /** The gradient of qkv. */
  backward(g: Float64Array): Float64Array;
}

/** softmax(q · kᵀ / √features) · v in every head; qkv is [batch, length, 3 · heads · features], first q, then k, then v. */
export function attention(qkv: Float64Array, { batch, length, heads, features }: Sizes): Attention {
  const width = heads * features;
  const scale = 1 / Math.sqrt(features);
  const square = { m: length, k: features, n: length };
  const tall = { m: length, k: length, n: features };
  const y = new Float64Array(batch * length * width);
  const all = Array.from({ length: batch * heads }, (_, i) => {
    const [sample, head] = [Math.floor(i / heads), i % heads];
    const part = (which: number): Part => ({
      from: sample * length * 3 * width + which * width + head * features,
      step: 3 * width,
    });
    const parts = [0, 1, 2].map(part);
    const [q, k, v] = parts.map((at) => take(qkv, at, length, features));
    const scores = multiply(q, turn(k, features), square).map((score) => score * scale);
    const p = softmaxRows(scores, length);
    const out: Part = { from: sample * length * width + head * features, step: width };
    put(y, multiply(p, v, tall), out, features);
    return { parts, out, q, k, v, p };
  });
  return {
    y,
    backward(g) {
      const gradient = new Float64Array(qkv.length);
      for (const { parts, out, q, k, v, p } of all) {
        const own = take(g, out, length, features);
        const slopes = multiply(own, turn(v, features), square);
        const along = p.map((value, i) => value * slopes[i]);
        const totals = Float64Array.from({ length }, (_, row) =>
          sumOf(along.subarray(row * length, (row + 1) * length)),
        );
        const scores = p.map((value, i) => value * (slopes[i] - totals[Math.floor(i / length)]) * scale);
        put(gradient, multiply(scores, k, tall), parts[0], features);
        put(gradient, multiply(turn(scores, length), q, tall), parts[1], features);
        put(gradient, multiply(turn(p, length), own, tall), parts[2], features);
      }
      return gradient;
    },
  };
}

/** Where the rows of a matrix begin within a larger one. */
interface Part {
  readonly from: number;
  readonly step: number;
}

function take(x: Float64Array, { from, step }: Part, rows: number, width: number): Float64Array {
  return new Float64Array(rows * width).map((_, i) => x[from + Math.floor(i / width) * step + (i % width)]);
}

function put(x: Float64Array, values: Float64Array, { from, step }: Part, width: number): void {
  values.forEach((value, i) => (x[from + Math.floor(i / width) * step + (i % width)] = value));
}

const sumOf = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
