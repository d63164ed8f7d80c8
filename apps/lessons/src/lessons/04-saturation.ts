import { binaryCrossEntropyWithLogits, noGrad, sigmoid, tensor, type Tensor } from "@nn/core";
import { SGD } from "@nn/optim";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const saturation: Lesson = {
  name: "saturation",
  title: "A neuron that is badly wrong, and the cost that wakes it up",

  async run(page) {
    page.say(`
      A neuron with one input: x = −2, w = 3, b = −1. We want the answer 1, and it gives almost exactly 0. A person who
      is that wrong learns fast. Does a neuron?
    `);
    const z = 3 * -2 - 1;
    await page.check("z = 3 · (−2) − 1", z, -7, 0);
    await page.check("a = σ(z)", sigmoid(tensor(z)), 0.000911, 5e-7);

    page.say(`
      With the squared cost C = ½ (y − a)² the slope with respect to z is (a − y) · a (1 − a). The error a − y is nearly
      −1, as large as it gets. But it is multiplied by a (1 − a), the slope of the sigmoid, and out here the sigmoid is
      flat. The neuron is saturated: one step of learning, with rate 1, hardly moves it.
    `);
    const squared = await train(squaredCost, 300);
    await page.check("squared cost: a after one step", squared[1][1], 0.000915, 5e-7);

    page.say(`
      Cross-entropy measures the error differently:

        C = −y ln a − (1 − y) ln (1 − a)

      For y = 1 this is −ln a, which grows without bound as a goes to 0: being sure and wrong costs a lot. And in its
      slope the factor a (1 − a) cancels out. What remains is simply

        ∂C/∂z = a − y
    `);
    const entropy = await train(crossEntropyCost, 300);
    await page.check("cross-entropy: a after one step", entropy[1][1], 0.1187, 5e-5);

    page.say(`
      Same neuron, same example, same learning rate: 0.000911 → 0.000915 with one cost, 0.000911 → 0.1187 with the
      other. The picture shows how long the squared cost sleeps before it finds the slope.
    `);
    const wakesAt = (curve: readonly [number, number][]): number => curve.findIndex(([, a]) => a > 0.5);
    await page.check("squared cost: first step with a > 0.5", wakesAt(squared), 227, 1);
    await page.check("cross-entropy: first step with a > 0.5", wakesAt(entropy), 2, 0);
    await page.picture(
      "two-costs",
      plot({
        title: "The same neuron under two costs (target 1)",
        x: { name: "steps of learning", range: [0, 300] },
        y: { name: "activation a", range: [0, 1] },
        series: [
          { name: "squared cost", points: squared },
          { name: "cross-entropy", points: entropy },
        ],
      }),
    );
    page.say(`
      In code we use binaryCrossEntropyWithLogits, which takes z and not a. It computes the same cost, but without the
      logarithm of a number that may have been rounded to 0.
    `);
    page.toTry(
      "Start the neuron at w = 6. How many steps does the squared cost need to wake up? (Be patient, or work it out.)",
      "Give cross-entropy a learning rate of 0.005. Can you make it as slow as the squared cost? What does the shape " +
        "of its curve look like then?",
    );
  },
};

type Cost = (z: Tensor) => Tensor;

const squaredCost: Cost = (z) => sigmoid(z).sub(1).square().div(2);
const crossEntropyCost: Cost = (z) => binaryCrossEntropyWithLogits(z, tensor(1));

/** Trains the neuron with rate 1, and gives its activation after each number of steps. */
async function train(cost: Cost, steps: number): Promise<[number, number][]> {
  const w = tensor(3, { requiresGrad: true });
  const b = tensor(-1, { requiresGrad: true });
  const optimizer = new SGD([w, b], { lr: 1 });
  const preActivation = (): Tensor => w.mul(-2).add(b);

  const curve: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    curve.push([step, await noGrad(() => sigmoid(preActivation())).item()]);
    cost(preActivation()).backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return curve;
}
