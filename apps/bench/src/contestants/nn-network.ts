import { noGrad, tensor, type Tensor } from "@nn/core";
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, type Module, type TensorModule } from "@nn/layers";
import type { HostTensor, Inputs } from "../work";
import type { Layer, Network } from "../works/network";

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

export function toTensor({ data, shape }: HostTensor): Tensor {
  return tensor(data, { shape });
}

/** `model` with the inputs as its parameters. */
export function filled<M extends Module>(model: M, inputs: Inputs): M {
  noGrad(() => {
    for (const [name, parameter] of model.namedParameters()) parameter.assign(toTensor(inputs[name]));
  });
  return model;
}

export function networkNn({ layers }: Network): Sequential {
  return new Sequential(...layers.map(moduleOf));
}
