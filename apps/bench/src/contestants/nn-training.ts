import { crossEntropy, type Tensor } from "@nn/core";
import { Adam, SGD } from "@nn/optim";
import type { Inputs, Task } from "../work";
import { LABEL_SETS, type Network, type OptimizerSpec } from "../works/network";
import { trainingTask } from "../works/training-task";
import type { Compile } from "./nn";
import { filled, networkNn, toTensor } from "./nn-network";

/** The loop that users write: no scope, no dispose. */
export function trainNn(network: Network, { kind, lr }: OptimizerSpec, inputs: Inputs, compile: Compile): Task {
  const model = filled(networkNn(network), inputs);
  const optimizer = kind === "sgd" ? new SGD(model.parameters(), { lr }) : new Adam(model.parameters(), { lr });
  const x = toTensor(inputs.x);
  const targets = Array.from({ length: LABEL_SETS }, (_, i) => toTensor(inputs[`y${i}`]));
  const step = compile((images: Tensor, target: Tensor) => {
    const loss = crossEntropy(model.forward(images), target);
    loss.backward();
    optimizer.step();
    optimizer.zeroGrad();
    return loss;
  });
  return trainingTask((index) => step(x, targets[index % LABEL_SETS]).item());
}
