const EPS = 1e-5;

interface LayerNorm {
  readonly y: Float64Array;
  backward(g: Float64Array): { x: Float64Array; weight: Float64Array; bias: Float64Array };
}

/** (x − mean) / √(variance + 1e-5) · weight + bias in every row, as wide as `weight`; and its gradients. */
export function layerNorm(x: Float64Array, weight: Float64Array, bias: Float64Array): LayerNorm {
  const width = weight.length;
  const normal = new Float64Array(x.length);
  const scales = new Float64Array(x.length / width);
  scales.forEach((_, row) => {
    const values = x.subarray(row * width, (row + 1) * width);
    const mean = average(values, (value) => value);
    const scale = 1 / Math.sqrt(average(values, (value) => (value - mean) ** 2) + EPS);
    scales[row] = scale;
    values.forEach((value, i) => (normal[row * width + i] = (value - mean) * scale));
  });
  return {
    y: normal.map((value, i) => value * weight[i % width] + bias[i % width]),
    backward(g) {
      const out = { x: new Float64Array(x.length), weight: new Float64Array(width), bias: new Float64Array(width) };
      scales.forEach((scale, row) => {
        const from = row * width;
        const own = normal.subarray(from, from + width);
        const slopes = g.subarray(from, from + width).map((value, i) => value * weight[i]);
        const mean = average(slopes, (value) => value);
        const along = average(slopes, (value, i) => value * own[i]);
        slopes.forEach((value, i) => {
          out.x[from + i] = scale * (value - mean - own[i] * along);
          out.weight[i] += g[from + i] * own[i];
          out.bias[i] += g[from + i];
        });
      });
      return out;
    },
  };
}

function average(values: Float64Array, of: (value: number, i: number) => number): number {
  return values.reduce((total, value, i) => total + of(value, i), 0) / values.length;
}
