import { multiply } from "./multiply";
import { sumColumns } from "./rows";

interface Linear {
  readonly y: Float64Array;
  backward(g: Float64Array): { x: Float64Array; weight: Float64Array; bias: Float64Array };
}

/** x · weightᵀ + bias for every row of `x`, and the gradients for that of y. */
export function linear(
  x: Float64Array,
  weight: Float64Array,
  bias: Float64Array,
  [inFeatures, outFeatures]: readonly [number, number],
): Linear {
  const rows = x.length / inFeatures;
  const y = multiply(x, turn(weight, inFeatures), { m: rows, k: inFeatures, n: outFeatures });
  return {
    y: y.map((value, i) => value + bias[i % outFeatures]),
    backward: (g) => ({
      x: multiply(g, weight, { m: rows, k: outFeatures, n: inFeatures }),
      weight: multiply(turn(g, outFeatures), x, { m: outFeatures, k: rows, n: inFeatures }),
      bias: sumColumns(g, outFeatures),
    }),
  };
}

/** The transpose of a matrix with `width` columns. */
export function turn(x: Float64Array, width: number): Float64Array {
  const height = x.length / width;
  return new Float64Array(x.length).map((_, i) => x[(i % height) * width + Math.floor(i / height)]);
}
