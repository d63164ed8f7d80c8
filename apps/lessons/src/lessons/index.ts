import type { Lesson } from "../lesson";
import { derivatives } from "./01-derivatives";
import { tensors } from "./02-tensors";
import { oneNeuron } from "./03-one-neuron";
import { saturation } from "./04-saturation";
import { perceptron } from "./05-perceptron";
import { weightAndBias } from "./06-weight-and-bias";
import { smallNetwork } from "./07-small-network";
import { backpropagation } from "./08-backpropagation";
import { strips } from "./09-strips";
import { passTheClass } from "./10-pass-the-class";
import { regression } from "./11-regression";
import { embedding } from "./12-embedding";
import { customLayer } from "./13-custom-layer";
import { information } from "./14-information";
import { learningRate } from "./15-learning-rate";
import { localMinima } from "./16-local-minima";
import { optimizers } from "./17-optimizers";
import { batches } from "./18-batches";
import { linearLayers } from "./19-linear-layers";
import { depth } from "./20-depth";
import { initialisation } from "./21-initialisation";
import { overfitting } from "./22-overfitting";
import { mnist } from "./23-mnist";
import { cifar } from "./24-cifar";
import { sequences } from "./25-sequences";
import { debugging } from "./26-debugging";

/** In the order of their numbers. */
export const LESSONS: readonly Lesson[] = [
  derivatives,
  tensors,
  oneNeuron,
  saturation,
  perceptron,
  weightAndBias,
  smallNetwork,
  backpropagation,
  strips,
  passTheClass,
  regression,
  embedding,
  customLayer,
  information,
  learningRate,
  localMinima,
  optimizers,
  batches,
  linearLayers,
  depth,
  initialisation,
  overfitting,
  mnist,
  cifar,
  sequences,
  debugging,
];
