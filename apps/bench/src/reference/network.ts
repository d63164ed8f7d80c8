import type { Inputs } from "../work";
import { parameterNames, type Network } from "../works/network";
import { forwardLayer, type Parameters, type Pass } from "./layer";

/** The network's parameters in double precision. */
export function parametersIn(network: Network, inputs: Inputs): Parameters {
  return Object.fromEntries(parameterNames(network).map((name) => [name, Float64Array.from(inputs[name].data)]));
}

/** The network's output for the input `x`. */
export function forwardNetwork(network: Network, inputs: Inputs): Float64Array {
  const passes = passesOf(network, parametersIn(network, inputs), inputs, {});
  return passes[passes.length - 1].y;
}

/** The gradients of all parameters; `lossGradient` turns the network's output into its gradient. */
export function forwardBackward(
  network: Network,
  parameters: Parameters,
  inputs: Inputs,
  lossGradient: (y: Float64Array) => Float64Array,
): Parameters {
  const gradients: Parameters = {};
  const passes = passesOf(network, parameters, inputs, gradients);
  passes.reduceRight((g, pass) => pass.backward(g), lossGradient(passes[passes.length - 1].y));
  return gradients;
}

function passesOf({ layers }: Network, parameters: Parameters, { x }: Inputs, gradients: Parameters): Pass[] {
  const passes: Pass[] = [];
  let before: Pick<Pass, "y" | "shape"> = { y: Float64Array.from(x.data), shape: x.shape };
  layers.forEach((layer, i) => {
    const names = { weight: `${i}.weight`, bias: `${i}.bias` };
    const pass = forwardLayer(layer, before.y, before.shape, { names, parameters, gradients });
    passes.push(pass);
    before = pass;
  });
  return passes;
}
