import { BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@nn/layers";
import type { DatasetKind } from "./data/kinds";

export const MODEL_KINDS = ["neuron", "mlp", "cnn"] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** Makes a network with fresh weights: images [n, channels, rows, columns] in, one score per class [n, classes] out. */
export function createModel(kind: ModelKind, images: DatasetKind): Sequential {
  return { neuron, mlp, cnn }[kind](images);
}

function neuron({ channels, side, classes }: DatasetKind): Sequential {
  return new Sequential(new Flatten(), new Linear(channels * side * side, classes.length));
}

function mlp({ channels, side, classes }: DatasetKind): Sequential {
  return new Sequential(
    new Flatten(),
    new Linear(channels * side * side, 256),
    new ReLU(),
    new Linear(256, 128),
    new ReLU(),
    new Linear(128, classes.length),
  );
}

function cnn({ channels, side, classes }: DatasetKind): Sequential {
  return new Sequential(
    ...block(channels, 16),
    ...block(16, 32),
    ...block(32, 64),
    new Flatten(),
    new Dropout(0.3),
    new Linear(64 * Math.floor(side / 8) ** 2, classes.length),
  );
}

/** Halves the sides of its images. Pooling first leaves a quarter of the work to what follows. */
function block(inChannels: number, outChannels: number): [Conv2d, MaxPool2d, BatchNorm2d, ReLU] {
  return [
    new Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false }),
    new MaxPool2d(2),
    new BatchNorm2d(outChannels),
    new ReLU(),
  ];
}
