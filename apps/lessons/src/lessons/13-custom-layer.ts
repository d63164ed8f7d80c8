import { manualSeed, matmul, mseLoss, noGrad, rand, randn, type Tensor, zeros } from "@nn/core";
import { Linear, Module, Parameter, Sequential, Tanh } from "@nn/layers";
import { Adam } from "@nn/optim";
import type { Lesson } from "../lesson";

/** A fully connected layer, written out: [n, inputs] to [n, outputs]. */
class Dense extends Module {
  weight: Parameter;
  bias: Parameter;

  constructor(inputs: number, outputs: number) {
    super();
    this.weight = new Parameter(randn([outputs, inputs]).div(Math.sqrt(inputs)));
    this.bias = new Parameter(zeros([outputs]));
  }

  forward(x: Tensor): Tensor {
    return matmul(x, this.weight.transpose(0, 1)).add(this.bias);
  }
}

export const customLayer: Lesson = {
  name: "custom-layer",
  title: "A layer of your own",

  async run(page) {
    page.say(`
      The library's layers are not special. A layer is a class that extends Module, keeps its weights in fields as
      Parameters, and says in forward how outputs come from inputs. Look at the class Dense at the top of this file: it
      is a complete layer. Whatever is in its fields, Module finds by itself: for optimizers, for saving, for printing.
    `);
    manualSeed(13);
    const layer = new Dense(3, 2);
    page.table(
      ["parameter", "shape", "numbers"],
      [...layer.namedParameters()].map(([name, p]) => [name, `[${p.shape.join(", ")}]`, p.size]),
    );
    await page.check("parameters of a Dense(3, 2)", [...layer.parameters()].length, 2, 0);

    page.say(`
      Is it right? The library has the same layer under the name Linear, so we can ask. The weights go over through a
      state dict, a record from names to tensors; this works because both call them "weight" and "bias".
    `);
    const twin = new Linear(3, 2);
    twin.loadStateDict(layer.stateDict());
    const x = randn([4, 3]);
    const ours = layer.forward(x);
    const theirs = twin.forward(x);
    await page.show("Dense: four inputs, two outputs each", ours);
    await page.check(
      "largest difference from Linear",
      noGrad(() => ours.sub(theirs).abs().max()),
      0,
      1e-6,
    );

    page.say(`
      We wrote no derivative. matmul and add know theirs, and autograd puts them together, so the gradients agree as
      well.
    `);
    ours.square().sum().backward();
    theirs.square().sum().backward();
    const gap = layer.weight.grad!.sub(twin.weight.grad!).abs().max();
    await page.check("largest difference of the weights' gradients", gap, 0, 1e-5);

    page.say(`
      Layers are made of layers: put ours into a Sequential beside the library's Tanh, and train it. The task is to
      multiply two numbers between −1 and 1, from examples alone.
    `);
    const model = new Sequential(new Dense(2, 16), new Tanh(), new Dense(16, 1));
    page.table(
      ["parameter", "shape"],
      [...model.namedParameters()].map(([name, p]) => [name, `[${p.shape.join(", ")}]`]),
    );
    const pairs = rand([200, 2]).mul(2).sub(1);
    const products = pairs.prod({ dim: 1, keepdim: true });
    const optimizer = new Adam(model.parameters(), { lr: 0.02 });
    const loss = (): Tensor => mseLoss(model.forward(pairs), products);
    await page.show("loss before", noGrad(loss));
    for (let step = 0; step < 500; step++) {
      loss().backward();
      optimizer.step();
      optimizer.zeroGrad();
    }
    const after = await noGrad(loss).item();
    await page.show("loss after 500 steps", after);
    page.claim("it has learned to multiply: the error is below a thousandth", after < 1e-3);
    page.toTry(
      "Give Dense an option to leave the bias out. Which of the two tables changes, and how?",
      "Write a layer Scale with one single parameter that multiplies everything, and put it behind the last Dense.",
    );
  },
};
