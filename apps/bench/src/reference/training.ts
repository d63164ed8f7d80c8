import type { Inputs } from "../work";
import { ADAM, CLASSES, LABEL_SETS, type Network, type OptimizerSpec } from "../works/network";
import { forwardBackward, parametersIn } from "./network";
import { softmaxRows } from "./rows";

/** The losses of the first `steps` training steps, in double precision. */
export function referenceLosses(
  network: Network,
  optimizer: OptimizerSpec,
  inputs: Inputs,
  steps: number,
): Float64Array {
  const parameters = parametersIn(network, inputs);
  const update = updater(optimizer);
  const losses = new Float64Array(steps);
  for (let step = 0; step < steps; step++) {
    const target = inputs[`y${step % LABEL_SETS}`].data;
    const gradients = forwardBackward(network, parameters, inputs, (logits) => {
      const { loss, gradient } = crossEntropy(logits, target);
      losses[step] = loss;
      return gradient;
    });
    for (const [name, gradient] of Object.entries(gradients)) update(name, parameters[name], gradient, step + 1);
  }
  return losses;
}

/** The mean of −log softmax at the targets, and its gradient. */
function crossEntropy(logits: Float64Array, target: ArrayLike<number>): { loss: number; gradient: Float64Array } {
  const gradient = softmaxRows(logits, CLASSES);
  let loss = 0;
  for (let i = 0; i < target.length; i++) {
    const at = i * CLASSES + target[i];
    loss -= Math.log(gradient[at]) / target.length;
    gradient[at] -= 1;
  }
  return { loss, gradient: gradient.map((value) => value / target.length) };
}

type Update = (name: string, parameter: Float64Array, gradient: Float64Array, step: number) => void;

function updater({ kind, lr }: OptimizerSpec): Update {
  if (kind === "sgd") {
    return (_name, parameter, gradient) => gradient.forEach((g, i) => (parameter[i] -= lr * g));
  }
  const moments: Record<string, { m: Float64Array; v: Float64Array }> = {};
  return (name, parameter, gradient, step) => {
    const size = parameter.length;
    const { m, v } = (moments[name] ??= { m: new Float64Array(size), v: new Float64Array(size) });
    for (let i = 0; i < size; i++) {
      m[i] += (1 - ADAM.beta1) * (gradient[i] - m[i]);
      v[i] += (1 - ADAM.beta2) * (gradient[i] ** 2 - v[i]);
      const mean = m[i] / (1 - ADAM.beta1 ** step);
      const square = v[i] / (1 - ADAM.beta2 ** step);
      parameter[i] -= (lr * mean) / (Math.sqrt(square) + ADAM.eps);
    }
  };
}
