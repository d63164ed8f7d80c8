import { referenceLosses } from "../reference/training";
import { labels, uniform } from "../random";
import type { Inputs, Work } from "../work";
import { COMPARED_STEPS } from "./training-task";
import { CLASSES, cnn, LABEL_SETS, lenet, mlp, parametersOf, type Network, type OptimizerSpec } from "./network";
import { torchTraining } from "./torch-training";

const BATCH = 64;

/** The samples `x`, the label sets `y0`, `y1`, ... and the network's parameters. */
function trainingInputs({ sample, layers }: Network): Inputs {
  const inputs: Record<string, Inputs[string]> = { x: uniform(1, [BATCH, ...sample]) };
  for (let i = 0; i < LABEL_SETS; i++) inputs[`y${i}`] = labels(10 + i, BATCH, CLASSES);
  layers.forEach((layer, i) => {
    const parameters = parametersOf(layer);
    if (!parameters) return;
    const bound = 1 / Math.sqrt(parameters.fanIn);
    inputs[`${i}.weight`] = uniform(100 + i, parameters.weight, bound);
    inputs[`${i}.bias`] = uniform(200 + i, parameters.bias, bound);
  });
  return inputs;
}

/** One step: forward, cross-entropy, backward, update, and the loss as a number. */
function training(network: Network, optimizer: OptimizerSpec): Work {
  return {
    name: `train ${network.name} batch ${BATCH} ${optimizer.kind}`,
    opsPerRun: 1,
    runsCompared: COMPARED_STEPS,
    tolerance: 2e-5,
    inputs: () => trainingInputs(network),
    reference: (inputs) => ({ losses: referenceLosses(network, optimizer, inputs, COMPARED_STEPS) }),
    nn: (nn, inputs) => nn.train(network, optimizer, inputs),
    tfjs: (tfjs, inputs) => tfjs.train(network, optimizer, inputs),
    jax: (jax, inputs) => jax.train(network, optimizer, inputs),
    torch: torchTraining(network, optimizer),
  };
}

export const trainings: readonly Work[] = [
  training(mlp, { kind: "sgd", lr: 0.05 }),
  training(mlp, { kind: "adam", lr: 1e-3 }),
  training(cnn, { kind: "sgd", lr: 0.05 }),
  training(lenet, { kind: "adam", lr: 1e-3 }),
];
