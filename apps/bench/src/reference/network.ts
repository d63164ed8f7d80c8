import type { HostTensor } from "../work";
import type { Layer, Network } from "../works/network";
import { convolve, inputGradient, outputShape, weightGradient, type Convolution } from "./convolution";
import { multiply } from "./multiply";
import { sumColumns } from "./rows";

export type Parameters = Record<string, Float64Array>;

/** A layer's output with its shape, and the way from the output's gradient to the input's. */
interface Pass {
  readonly y: Float64Array;
  readonly shape: readonly number[];
  backward(g: Float64Array): Float64Array;
}

/** The gradients of all parameters; `lossGradient` turns the network's output into its gradient. */
export function forwardBackward(
  { layers }: Network,
  parameters: Parameters,
  input: HostTensor,
  lossGradient: (y: Float64Array) => Float64Array,
): Parameters {
  const gradients: Parameters = {};
  const passes: Pass[] = [];
  let { shape } = input;
  let x: Float64Array = Float64Array.from(input.data);
  layers.forEach((layer, i) => {
    const names: Names = { weight: `${i}.weight`, bias: `${i}.bias` };
    const pass = forward(layer, x, shape, { names, parameters, gradients });
    passes.push(pass);
    ({ shape } = pass);
    x = pass.y;
  });
  passes.reduceRight((g, pass) => pass.backward(g), lossGradient(x));
  return gradients;
}

interface Names {
  readonly weight: string;
  readonly bias: string;
}

interface Context {
  readonly names: Names;
  readonly parameters: Parameters;
  readonly gradients: Parameters;
}

function forward(layer: Layer, x: Float64Array, shape: readonly number[], context: Context): Pass {
  switch (layer.kind) {
    case "relu":
      return { y: x.map((v) => Math.max(0, v)), shape, backward: (g) => g.map((v, i) => (x[i] > 0 ? v : 0)) };
    case "flatten":
      return { y: x, shape: [shape[0], x.length / shape[0]], backward: (g) => g };
    case "maxPool2d":
      return maxPool(x, shape);
    case "linear":
      return linear(layer, x, shape, context);
    case "conv2d": {
      const [batch, , height, width] = shape;
      return conv2d({ ...layer, batch, height, width }, x, context);
    }
  }
}

function linear(
  { inFeatures, outFeatures }: Layer & { kind: "linear" },
  x: Float64Array,
  shape: readonly number[],
  { names, parameters, gradients }: Context,
): Pass {
  const [batch] = shape;
  const [weight, bias] = [parameters[names.weight], parameters[names.bias]];
  const y = multiply(x, turn(weight, inFeatures), { m: batch, k: inFeatures, n: outFeatures });
  return {
    y: y.map((value, i) => value + bias[i % outFeatures]),
    shape: [batch, outFeatures],
    backward(g) {
      gradients[names.weight] = multiply(turn(g, outFeatures), x, { m: outFeatures, k: batch, n: inFeatures });
      gradients[names.bias] = sumColumns(g, outFeatures);
      return multiply(g, weight, { m: batch, k: outFeatures, n: inFeatures });
    },
  };
}

function conv2d(conv: Convolution, x: Float64Array, { names, parameters, gradients }: Context): Pass {
  const [weight, bias] = [parameters[names.weight], parameters[names.bias]];
  const shape = outputShape(conv);
  const plane = shape[2] * shape[3];
  return {
    y: convolve(conv, x, weight).map((value, i) => value + bias[Math.floor(i / plane) % conv.outChannels]),
    shape,
    backward(g) {
      const perChannel = new Float64Array(conv.outChannels);
      g.forEach((value, i) => (perChannel[Math.floor(i / plane) % conv.outChannels] += value));
      gradients[names.bias] = perChannel;
      gradients[names.weight] = weightGradient(conv, g, x);
      return inputGradient(conv, g, weight);
    },
  };
}

/** 2x2 windows; an odd last row or column is left out. */
function maxPool(x: Float64Array, [batch, channels, height, width]: readonly number[]): Pass {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const from = new Int32Array(batch * channels * rows * columns);
  for (let i = 0; i < from.length; i++) {
    const [plane, row, column] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
    const corner = (plane * height + 2 * row) * width + 2 * column;
    from[i] = corner;
    for (const at of [corner + 1, corner + width, corner + width + 1]) if (x[at] > x[from[i]]) from[i] = at;
  }
  return {
    y: Float64Array.from(from, (at) => x[at]),
    shape: [batch, channels, rows, columns],
    backward(g) {
      const out = new Float64Array(x.length);
      from.forEach((at, i) => (out[at] += g[i]));
      return out;
    },
  };
}

/** The transpose of a matrix with `width` columns. */
function turn(x: Float64Array, width: number): Float64Array {
  const height = x.length / width;
  return new Float64Array(x.length).map((_, i) => x[(i % height) * width + Math.floor(i / height)]);
}
