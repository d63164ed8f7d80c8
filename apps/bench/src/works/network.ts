import { uniform } from "../random";
import type { Inputs } from "../work";

/** A layer in PyTorch's terms; pooling is 2x2. The names of parameters are those of a `Sequential`: "0.weight". */
export type Layer =
  | {
      readonly kind: "conv2d";
      readonly inChannels: number;
      readonly outChannels: number;
      readonly kernel: number;
      readonly padding: number;
    }
  | { readonly kind: "maxPool2d" | "relu" }
  /** From [channels, height, width] to a row. */
  | { readonly kind: "flatten"; readonly shape: readonly [number, number, number] }
  | { readonly kind: "linear"; readonly inFeatures: number; readonly outFeatures: number };

export interface Network {
  readonly name: string;
  /** The shape of one sample, without the batch. */
  readonly sample: readonly number[];
  readonly layers: readonly Layer[];
}

/** Adam's other arguments are PyTorch's defaults. */
export interface OptimizerSpec {
  readonly kind: "sgd" | "adam";
  readonly lr: number;
}

export const ADAM = { beta1: 0.9, beta2: 0.999, eps: 1e-8 } as const;
export const CLASSES = 10;

/** Sets of labels that take turns, so that the loss cannot go to 0 and gradients stay ordinary numbers. */
export const LABEL_SETS = 4;

const conv = (inChannels: number, outChannels: number, kernel: number, padding: number): Layer => ({
  kind: "conv2d",
  inChannels,
  outChannels,
  kernel,
  padding,
});
const linear = (inFeatures: number, outFeatures: number): Layer => ({ kind: "linear", inFeatures, outFeatures });
const relu: Layer = { kind: "relu" };
const flatten = (...shape: [number, number, number]): Layer => ({ kind: "flatten", shape });
const pooled = (layer: Layer): Layer[] => [layer, relu, { kind: "maxPool2d" }];

export const mlp: Network = {
  name: "mlp 784-128-10",
  sample: [784],
  layers: [linear(784, 128), relu, linear(128, CLASSES)],
};

export const mlpDeep: Network = {
  name: "mlp 784-512-512-10",
  sample: [784],
  layers: [linear(784, 512), relu, linear(512, 512), relu, linear(512, CLASSES)],
};

export const cnn: Network = {
  name: "cnn conv16-pool-conv32-pool-dense",
  sample: [1, 28, 28],
  layers: [...pooled(conv(1, 16, 3, 1)), ...pooled(conv(16, 32, 3, 1)), flatten(32, 7, 7), linear(1568, CLASSES)],
};

const dense: Layer[] = [linear(400, 120), relu, linear(120, 84), relu, linear(84, CLASSES)];

export const lenet: Network = {
  name: "lenet",
  sample: [1, 28, 28],
  layers: [...pooled(conv(1, 6, 5, 2)), ...pooled(conv(6, 16, 5, 0)), flatten(16, 5, 5), ...dense],
};

/** The shapes of a layer's weight and bias and what its weight sums over, or undefined where it has none. */
export function parametersOf(layer: Layer): { weight: number[]; bias: number[]; fanIn: number } | undefined {
  if (layer.kind === "linear") {
    const { inFeatures, outFeatures } = layer;
    return { weight: [outFeatures, inFeatures], bias: [outFeatures], fanIn: inFeatures };
  }
  if (layer.kind !== "conv2d") return undefined;
  const { inChannels, outChannels, kernel } = layer;
  return {
    weight: [outChannels, inChannels, kernel, kernel],
    bias: [outChannels],
    fanIn: inChannels * kernel * kernel,
  };
}

export function parameterNames({ layers }: Network): string[] {
  return layers.flatMap((layer, i) => (parametersOf(layer) ? [`${i}.weight`, `${i}.bias`] : []));
}

/** The samples `x` and the network's parameters. */
export function networkInputs({ sample, layers }: Network, batch: number): Inputs {
  const inputs: Record<string, Inputs[string]> = { x: uniform(1, [batch, ...sample]) };
  layers.forEach((layer, i) => {
    const parameters = parametersOf(layer);
    if (!parameters) return;
    const bound = 1 / Math.sqrt(parameters.fanIn);
    inputs[`${i}.weight`] = uniform(100 + i, parameters.weight, bound);
    inputs[`${i}.bias`] = uniform(200 + i, parameters.bias, bound);
  });
  return inputs;
}
