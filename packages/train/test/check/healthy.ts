import {
  binaryCrossEntropyWithLogits,
  cat,
  crossEntropy,
  gt,
  matmul,
  mseLoss,
  mul,
  randint,
  randn,
  relu,
  select,
  sin,
  sum,
  tanh,
  zeros,
  type Tensor,
} from "@nn/core";
import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  Embedding,
  Flatten,
  GELU,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from "@nn/layers";
import type { Loss, Model } from "../../src/model";

export interface Case {
  readonly model: Model;
  readonly batch: Tensor[];
  readonly loss: Loss;
}

/** A recurrent classifier of token sequences: indices [batch, time] to logits. */
class Recurrent extends Module {
  readonly embedding = new Embedding(12, 16);
  readonly input = new Linear(16, 32);
  readonly state = new Linear(32, 32);
  readonly head = new Linear(32, 3);

  forward(tokens: Tensor): Tensor {
    const embedded = this.embedding.forward(tokens);
    let state = zeros([tokens.shape[0], 32]);
    for (let t = 0; t < tokens.shape[1]; t++) {
      state = tanh(this.input.forward(select(embedded, 1, t)).add(this.state.forward(state)));
    }
    return this.head.forward(state);
  }
}

/** Two inputs of one sample each. */
class Pair extends Module {
  readonly left = new Linear(4, 16);
  readonly right = new Linear(3, 16);
  readonly head = new Linear(32, 2);

  forward(a: Tensor, b: Tensor): Tensor {
    return this.head.forward(relu(cat([this.left.forward(a), this.right.forward(b)], { dim: 1 })));
  }
}

export const HEALTHY: Record<string, () => Case> = {
  "a classifier": () => {
    const x = randn([32, 10]);
    return {
      model: new Sequential(new Linear(10, 32), new ReLU(), new Dropout(0.1), new Linear(32, 4)),
      batch: [x, matmul(x, randn([10, 4])).argmax({ dim: 1 })],
      loss: crossEntropy,
    };
  },
  "a regression": () => {
    const x = randn([32, 5]);
    return {
      model: new Sequential(new Linear(5, 32), new GELU(), new Linear(32, 1)),
      batch: [x, sin(sum(x, { dim: 1, keepdim: true }))],
      loss: mseLoss,
    };
  },
  "a binary classifier": () => {
    const x = randn([32, 6]);
    return {
      model: new Sequential(new Linear(6, 24), new ReLU(), new Linear(24, 1)),
      batch: [x, gt(sum(x, { dim: 1, keepdim: true }), 0).to("float32")],
      loss: binaryCrossEntropyWithLogits,
    };
  },
  "a convolutional network with batch norm": () => ({
    model: new Sequential(
      new Conv2d(1, 8, 3, { padding: 1 }),
      new BatchNorm2d(8),
      new ReLU(),
      new MaxPool2d(2),
      new Conv2d(8, 8, 3, { padding: 1 }),
      new BatchNorm2d(8),
      new ReLU(),
      new Flatten(),
      new Linear(8 * 16, 5),
    ),
    batch: [randn([20, 1, 8, 8]), randint(0, 5, [20])],
    loss: crossEntropy,
  }),
  "a recurrent network on indices": () => ({
    model: new Recurrent(),
    batch: [randint(0, 12, [24, 6]), randint(0, 3, [24])],
    loss: crossEntropy,
  }),
  "a model of two inputs": () => {
    const [a, b] = [randn([24, 4]), randn([24, 3])];
    return {
      model: new Pair(),
      batch: [a, b, gt(mul(sum(a, { dim: 1 }), sum(b, { dim: 1 })), 0).to("int32")],
      loss: crossEntropy,
    };
  },
  "an autoencoder, whose input is its target": () => ({
    model: new Sequential(new Linear(8, 32), new ReLU(), new Linear(32, 8)),
    batch: [randn([16, 8])],
    loss: mseLoss,
  }),
};
