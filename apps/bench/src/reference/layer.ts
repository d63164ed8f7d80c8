import type { Layer } from "../works/network";
import { convolve, inputGradient, outputShape, weightGradient, type Convolution } from "./convolution";
import { linear } from "./linear";

export type Parameters = Record<string, Float64Array>;

/** A layer's output with its shape, and the way from the output's gradient to the input's. */
export interface Pass {
  readonly y: Float64Array;
  readonly shape: readonly number[];
  backward(g: Float64Array): Float64Array;
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

/** One layer of `x`, which has this shape. `backward` leaves the gradients of the parameters in the context. */
export function forwardLayer(layer: Layer, x: Float64Array, shape: readonly number[], context: Context): Pass {
  switch (layer.kind) {
    case "relu":
      return { y: x.map((v) => Math.max(0, v)), shape, backward: (g) => g.map((v, i) => (x[i] > 0 ? v : 0)) };
    case "flatten":
      return { y: x, shape: [shape[0], x.length / shape[0]], backward: (g) => g };
    case "maxPool2d":
      return maxPool(x, shape);
    case "linear":
      return linearPass(layer, x, shape, context);
    case "conv2d": {
      const [batch, , height, width] = shape;
      return conv2d({ ...layer, batch, height, width }, x, context);
    }
  }
}

function linearPass(
  { inFeatures, outFeatures }: Layer & { kind: "linear" },
  x: Float64Array,
  shape: readonly number[],
  { names, parameters, gradients }: Context,
): Pass {
  const { y, backward } = linear(x, parameters[names.weight], parameters[names.bias], [inFeatures, outFeatures]);
  return {
    y,
    shape: [shape[0], outFeatures],
    backward(g) {
      const gradient = backward(g);
      gradients[names.weight] = gradient.weight;
      gradients[names.bias] = gradient.bias;
      return gradient.x;
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
