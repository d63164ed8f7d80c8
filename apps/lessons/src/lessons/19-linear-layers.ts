import {
  binaryCrossEntropyWithLogits,
  manualSeed,
  matmul,
  noGrad,
  randn,
  sigmoid,
  type Tensor,
  tensor,
} from "@nn/core";
import { Linear, Sequential, Tanh } from "@nn/layers";
import { Adam } from "@nn/optim";
import { plot } from "../charts/plot";
import { gridOf } from "../charts/surface";
import type { Lesson } from "../lesson";

export const linearLayers: Lesson = {
  name: "linear-layers",
  title: "Why layers need a bend: two linear layers are one",

  async run(page) {
    page.say(`
      What if we leave the activation function out? The hidden layer then computes h = W₁x + b₁, and the output
      W₂h + b₂. Put one into the other:

        W₂ (W₁ x + b₁) + b₂ = (W₂ W₁) x + (W₂ b₁ + b₂)

      That is a single layer with the weights W₂W₁ and the bias W₂b₁ + b₂. The hidden layer has collapsed, however many
      neurons it has. In numbers:
    `);
    manualSeed(19);
    const [first, second] = [new Linear(2, 8), new Linear(8, 1)];
    const x = randn([5, 2]);
    const gap = noGrad(() => {
      const twoLayers = second.forward(first.forward(x));
      const weight = matmul(second.weight, first.weight);
      const bias = matmul(second.weight, first.bias!).add(second.bias!);
      const oneLayer = matmul(x, weight.transpose(0, 1)).add(bias);
      return twoLayers.sub(oneLayer).abs().max();
    });
    await page.check("largest difference over five inputs", gap, 0, 1e-6);

    page.say(`
      So without a bend in between, a deep network can do no more than one neuron: a straight line through the plane.
      The smallest problem where that fails is "exclusive or": yes if exactly one of two inputs is 1.
    `);
    const inputs = tensor([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const targets = tensor([[0], [1], [1], [0]]);
    const linear = new Sequential(new Linear(2, 8), new Linear(8, 1));
    const bent = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 1));
    const linearLoss = await train(linear, inputs, targets);
    const bentLoss = await train(bent, inputs, targets);
    const answers = async (model: Sequential): Promise<number[]> =>
      Array.from(await noGrad(() => sigmoid(model.forward(inputs))).data());
    const [linearAnswers, bentAnswers] = [await answers(linear), await answers(bent)];
    page.table(
      ["x₁", "x₂", "right", "two linear layers", "with tanh between"],
      [0, 1, 2, 3].map((i) => [i >> 1, i & 1, [0, 1, 1, 0][i], linearAnswers[i], bentAnswers[i]]),
    );
    await page.check("two linear layers answer", linearAnswers, [0.5, 0.5, 0.5, 0.5], 1e-3);
    await page.check("and their loss stays at ln 2", linearLoss, 0.6931, 1e-4);
    await page.check("with tanh between", bentAnswers, [0, 1, 1, 0], 0.02);
    page.claim("and the loss is almost 0", bentLoss < 0.02);

    page.say(`
      0.5 everywhere is the best that a line can do here: any line that gets three of the four right is badly wrong
      about the fourth. The tanh layer folds the plane first, and then a line is enough.
    `);
    const range = [-0.5, 1.5] as const;
    for (const [name, title, model] of [
      ["without", "Exclusive or, two linear layers: undecided everywhere", linear],
      ["with", "Exclusive or, with tanh between the layers", bent],
    ] as const) {
      await page.picture(
        name,
        plot({
          title,
          x: { name: "x₁", range },
          y: { name: "x₂", range },
          surface: {
            name: "answer",
            values: await noGrad(() => sigmoid(model.forward(tensor(gridOf(range, range))))).data(),
            range: [0, 1],
            colours: "two-sided",
          },
          series: [
            {
              name: "yes",
              points: [
                [0, 1],
                [1, 0],
              ],
              style: "points",
            },
            {
              name: "no",
              points: [
                [0, 0],
                [1, 1],
              ],
              style: "points",
            },
          ],
          isSquare: true,
        }),
      );
    }
    page.toTry(
      "How few hidden neurons with tanh still solve it? Try several seeds before you give up on a number.",
      "Use ReLU instead of Tanh, and look at the borders in the picture.",
    );
  },
};

async function train(model: Sequential, inputs: Tensor, targets: Tensor): Promise<number> {
  const optimizer = new Adam(model.parameters(), { lr: 0.05 });
  const loss = (): Tensor => binaryCrossEntropyWithLogits(model.forward(inputs), targets);
  for (let step = 0; step < 300; step++) {
    loss().backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return noGrad(loss).item();
}
