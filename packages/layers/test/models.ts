import { add, cat, maxPool2d, mul, randn, relu, tanh, type Tensor } from "@nn/core";
import {
  BatchNorm2d,
  Conv2d,
  Embedding,
  Flatten,
  Linear,
  Module,
  ModuleDict,
  ModuleList,
  Parameter,
  ReLU,
  Sequential,
  type TensorModule,
} from "../src";

/** The same net as in tooling/reference/layers.py. */
export class Net extends Module {
  conv1 = new Conv2d(1, 4, 3, { padding: 1 });
  scale = new Parameter(randn([4, 1, 1]));
  bn1 = new BatchNorm2d(4);
  blocks = new ModuleList<TensorModule>([new Conv2d(4, 4, 3, { padding: 1, bias: false }), new BatchNorm2d(4)]);
  heads = new ModuleDict({ coarse: new Linear(4, 2), fine: new Linear(4, 5, { bias: false }) });
  classifier = new Sequential(new Flatten(), new Linear(36, 6), new ReLU(), new Linear(6, 4));
  offset = new Parameter(randn([4]));

  forward(input: Tensor): Tensor {
    let x = relu(this.bn1.forward(mul(this.conv1.forward(input), this.scale)));
    x = maxPool2d(x, { kernelSize: 2 });
    x = add(x, relu(this.blocks.at(1).forward(this.blocks.at(0).forward(x))));
    x = add(this.classifier.forward(x), this.offset);
    return cat([this.heads.get("coarse").forward(x), this.heads.get("fine").forward(x)], { dim: 1 });
  }
}

/** One weight in two layers. */
export class Tied extends Module {
  embed = new Embedding(5, 3);
  out = new Linear(3, 5);

  constructor() {
    super();
    this.out.weight = this.embed.weight;
  }

  forward(index: Tensor): Tensor {
    return this.out.forward(tanh(this.embed.forward(index)));
  }
}
