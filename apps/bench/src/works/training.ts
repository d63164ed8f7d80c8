import { referenceLosses } from "../reference/training";
import { labels } from "../random";
import { inferenceOnly, type Work } from "../work";
import { COMPARED_STEPS } from "./training-task";
import {
  CLASSES,
  cnn,
  LABEL_SETS,
  lenet,
  mlp,
  mlpDeep,
  networkInputs,
  type Network,
  type OptimizerSpec,
} from "./network";
import { torchTraining } from "./torch-training";

/** One step: forward, cross-entropy, backward, update, and the loss as a number. */
function training(network: Network, batch: number, optimizer: OptimizerSpec): Work {
  return {
    name: `train ${network.name} batch ${batch} ${optimizer.kind}`,
    opsPerRun: 1,
    runsCompared: COMPARED_STEPS,
    tolerance: 2e-5,
    inputs: () => {
      const sets = Array.from({ length: LABEL_SETS }, (_, i) => [`y${i}`, labels(10 + i, batch, CLASSES)]);
      return { ...networkInputs(network, batch), ...Object.fromEntries(sets) };
    },
    reference: (inputs) => ({ losses: referenceLosses(network, optimizer, inputs, COMPARED_STEPS) }),
    nn: (nn, inputs) => nn.train(network, optimizer, inputs),
    tfjs: (tfjs, inputs) => tfjs.train(network, optimizer, inputs),
    jax: (jax, inputs) => jax.train(network, optimizer, inputs),
    ort: inferenceOnly,
    torch: torchTraining(network, optimizer),
  };
}

export const trainings: readonly Work[] = [
  training(mlp, 64, { kind: "sgd", lr: 0.05 }),
  training(mlp, 64, { kind: "adam", lr: 1e-3 }),
  training(mlpDeep, 128, { kind: "adam", lr: 1e-3 }),
  training(cnn, 64, { kind: "sgd", lr: 0.05 }),
  training(lenet, 64, { kind: "adam", lr: 1e-3 }),
];
