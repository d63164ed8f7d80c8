import { linear, sigmoid, tensor, type Tensor } from "@nn/core";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import { gridOf } from "../charts/surface";
import type { Lesson } from "../lesson";

export const perceptron: Lesson = {
  name: "perceptron",
  title: "A perceptron draws a line through the plane",

  async run(page) {
    page.say(`
      Take a neuron with two inputs, the weights 3 and −2 and the bias 1. Before anything is squeezed it computes

        z = 1 + 3x₁ − 2x₂

      Each pair (x₁, x₂) is a point in the plane, so we can ask what the neuron says at each place. Here is one.
    `);
    const weight = tensor([[3, -2]]);
    const bias = tensor([1]);
    /** [points, 2] to [points] */
    const preActivation = (points: Tensor): Tensor => linear(points, weight, bias).squeeze(1);

    const z = preActivation(tensor([[-1, 2]]));
    await page.check("z at (−1, 2) = 1 − 3 − 4", z, [-6], 1e-6);
    await page.check("σ(−6)", sigmoid(z), [0.002], 5e-4);

    page.say(`
      z = −6 is far below 0, and σ makes 0.002 of it: a clear no. The classic perceptron answers only yes or no, yes
      when z > 0. The sigmoid neuron says how sure it is. Both change their mind at the same places, where z = 0:

        1 + 3x₁ − 2x₂ = 0,  or  x₂ = (1 + 3x₁) / 2

      That is a straight line. On it the neuron cannot decide, and the further away a point is, the surer it gets.
    `);
    const onLine = tensor([
      [-1, -1],
      [1, 2],
      [3, 5],
    ]);
    await page.check("σ(z) at (−1, −1), (1, 2), (3, 5)", sigmoid(preActivation(onLine)), [0.5, 0.5, 0.5], 1e-6);
    const away = tensor([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    await page.check("σ(z) at (0, 0), (1, 0), (2, 0)", sigmoid(preActivation(away)), [0.7311, 0.982, 0.9991], 5e-5);

    const [x1, x2] = [
      [-4, 4],
      [-4, 4],
    ] as const;
    await page.picture(
      "line",
      plot({
        title: "What the neuron says: σ(1 + 3x₁ − 2x₂)",
        x: { name: "x₁", range: x1 },
        y: { name: "x₂", range: x2 },
        surface: {
          name: "σ(z)",
          values: await sigmoid(preActivation(tensor(gridOf(x1, x2)))).data(),
          range: [0, 1],
          colours: "two-sided",
        },
        series: [
          { name: "1 + 3x₁ − 2x₂ = 0", points: sample((x) => (1 + 3 * x) / 2, -3, 7 / 3), colour: 6 },
          { name: "the point (−1, 2)", points: [[-1, 2]], style: "points", colour: 1 },
          {
            name: "the weights (3, −2), seen from the line",
            points: [
              [-1 / 3, 0],
              [8 / 3, -2],
            ],
            style: "path",
            colour: 2,
          },
        ],
        isSquare: true,
      }),
    );
    page.say(`
      The weights themselves are a direction in this plane: the vector (3, −2) stands at a right angle to the line and
      points to the side of yes. The bias moves the line without turning it. So training a neuron means turning and
      shifting a line until the yes points lie on one side and the no points on the other, if a line can do that at all
      (lesson 19 has points for which it cannot).
    `);
    page.toTry(
      "Multiply both weights and the bias by 10. The line stays where it is. What changes in the picture?",
      "Find weights and a bias for a perceptron that says yes only at (1, 1), out of (0, 0), (0, 1), (1, 0), (1, 1): " +
        "a logical AND.",
    );
  },
};
