import { crossEntropy, noGrad, tensor, type Tensor } from "@nn/core";
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, type TensorModule } from "@nn/layers";
import { Adam, SGD } from "@nn/optim";
import type { Inputs, Task } from "../work";
import { LABEL_SETS, type Layer, type Network, type OptimizerSpec } from "../works/network";
import { trainingTask } from "../works/training-task";
import type { Compile } from "./nn";

function moduleOf(layer: Layer): TensorModule {
  switch (layer.kind) {
    case "conv2d":
      return new Conv2d(layer.inChannels, layer.outChannels, layer.kernel, { padding: layer.padding });
    case "linear":
      return new Linear(layer.inFeatures, layer.outFeatures);
    case "maxPool2d":
      return new MaxPool2d(2);
    case "relu":
      return new ReLU();
    case "flatten":
      return new Flatten();
  }
}

/** The loop that users write: no scope, no dispose. */
export function trainNn({ layers }: Network, { kind, lr }: OptimizerSpec, inputs: Inputs, compile: Compile): Task {
  const model = new Sequential(...layers.map(moduleOf));
  noGrad(() => {
    for (const [name, parameter] of model.namedParameters()) parameter.assign(tensor(...hostOf(inputs[name])));
  });
  const optimizer = kind === "sgd" ? new SGD(model.parameters(), { lr }) : new Adam(model.parameters(), { lr });
  const x = tensor(...hostOf(inputs.x));
  const targets = Array.from({ length: LABEL_SETS }, (_, i) => tensor(...hostOf(inputs[`y${i}`])));
  const step = compile((images: Tensor, target: Tensor) => {
    const loss = crossEntropy(model.forward(images), target);
    loss.backward();
    optimizer.step();
    optimizer.zeroGrad();
    return loss;
  });
  return trainingTask((index) => step(x, targets[index % LABEL_SETS]).item());
}

function hostOf({ data, shape }: Inputs[string]): Parameters<typeof tensor> {
  return [data, { shape }];
}
