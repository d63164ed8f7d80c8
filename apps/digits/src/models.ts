import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@nn/layers";

export const MODEL_KINDS = ["mlp", "cnn"] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** Makes a network with fresh weights: pixels [n, 1, 28, 28] from 0 to 1 in, one score per digit [n, 10] out. */
export function createModel(kind: ModelKind): Sequential {
  return { mlp, cnn }[kind]();
}

function mlp(): Sequential {
  return new Sequential(
    new Flatten(),
    new Linear(784, 256),
    new ReLU(),
    new Linear(256, 128),
    new ReLU(),
    new Linear(128, 10),
  );
}

function cnn(): Sequential {
  return new Sequential(
    new Conv2d(1, 16, 5),
    // Pooling before the activation gives the same values from a quarter of the work.
    new MaxPool2d(2),
    new ReLU(),
    new Conv2d(16, 32, 5),
    new MaxPool2d(2),
    new ReLU(),
    new Flatten(),
    new Linear(512, 64),
    new ReLU(),
    new Linear(64, 10),
  );
}
