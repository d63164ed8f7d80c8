import { linspace, manualSeed, matmul, mseLoss, noGrad, sigmoid, sin, type Tensor, tensor } from "@nn/core";
import { init, Linear, Sequential, Sigmoid } from "@nn/layers";
import { Adam } from "@nn/optim";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const strips: Lesson = {
  name: "strips",
  title: "Any curve can be built from steep sigmoids",

  async run(page) {
    page.say(`
      Why should a network be able to learn anything at all? Here is the idea of a famous answer, built by hand. We want
      this curve, for x between 0 and 1:

        f(x) = 0.2 + 0.4 x² + 0.3 x sin(15x)

      A steep sigmoid is a step, and its place is −b/w (lesson 6). A step up at one place and a step down at another
      make a strip: a bump of any height, anywhere.
    `);
    const x = linspace(0, 1, 500).unsqueeze(1); // a column: 500 inputs of one number each
    const target = curve(x);

    page.say(`
      A network with one hidden layer can do that. Two of its neurons make one strip: they have the weight 1000, biases
      that put the steps at the strip's edges, and output weights h and −h, where h is the height of the curve in the
      middle of the strip. With more strips, the staircase comes closer to the curve.
    `);
    const errors: number[] = [];
    for (const count of [5, 10, 50]) {
      const error = await meanDistance(staircase(x, count), target);
      errors.push(error);
      await page.show(`${count} strips: mean distance from the curve`, error);
    }
    page.claim("ten times as many strips are almost ten times as close", errors[0] / errors[2] > 8);
    await page.check("10 strips", errors[1], 0.0337, 1e-4);
    const points = async (ys: Tensor): Promise<[number, number][]> => {
      const [xData, yData] = [await x.data(), await ys.data()];
      return Array.from(xData, (value, i) => [value, yData[i]]);
    };
    await page.picture(
      "by-hand",
      plot({
        title: "A curve from 10 strips, each made of two neurons",
        x: { name: "x", range: [0, 1] },
        y: { name: "f(x)", range: [0, 1] },
        series: [
          { name: "the curve", points: await points(target) },
          { name: "20 hidden neurons, set by hand", points: await points(staircase(x, 10)), style: "steps" },
        ],
      }),
    );

    page.say(`
      So a wide enough layer can follow any continuous curve as closely as you like. This is called universal
      approximation. It says that good weights exist, not that training finds them. Let us see whether it does: the same
      20 hidden neurons, starting from random weights and shown nothing but points of the curve.
    `);
    manualSeed(9);
    const hidden = new Linear(1, 20);
    const model = new Sequential(hidden, new Sigmoid(), new Linear(20, 1));
    // Steps that lie within [0, 1] and are steep enough to bend the curve, instead of the usual gentle ones.
    init.normal(hidden.weight, { std: 20 });
    init.normal(hidden.bias!, { std: 10 });
    const optimizer = new Adam(model.parameters(), { lr: 0.02 });
    for (let step = 0; step < 2000; step++) {
      mseLoss(model.forward(x), target).backward();
      optimizer.step();
      optimizer.zeroGrad();
    }
    const learned = noGrad(() => model.forward(x));
    const distance = await meanDistance(learned, target);
    await page.show("20 trained neurons: mean distance", distance);
    page.claim("training beats our hand-made staircase of 20 neurons by a factor of three", distance < errors[1] / 3);
    await page.picture(
      "by-training",
      plot({
        title: "The same network after training",
        x: { name: "x", range: [0, 1] },
        y: { name: "f(x)", range: [0, 1] },
        series: [
          { name: "the curve", points: await points(target) },
          { name: "20 hidden neurons, trained", points: await points(learned), style: "dashed" },
        ],
      }),
    );
    page.say(`
      Training does not make strips. It uses gentle parts of the sigmoids for the gentle parts of the curve, and needs
      fewer neurons for the same accuracy.
    `);
    page.toTry(
      "Lower STEEPNESS to 50. What do the strips look like, and is the error larger or smaller?",
      "Train with 5 hidden neurons instead of 20. Which part of the curve is lost first?",
    );
  },
};

const STEEPNESS = 1000;

function curve(x: Tensor): Tensor {
  return x
    .square()
    .mul(0.4)
    .add(x.mul(0.3).mul(sin(x.mul(15))))
    .add(0.2);
}

/** A network of `count` pairs of sigmoids, set by hand: x [n, 1] to [n, 1]. */
function staircase(x: Tensor, count: number): Tensor {
  const edges: number[] = [];
  for (let i = 0; i < count; i++) edges.push(i / count, (i + 1) / count);
  const middles = tensor(edges.map((_, i) => (Math.floor(i / 2) + 0.5) / count));
  const signs = tensor(edges.map((_, i) => (i % 2 === 0 ? 1 : -1)));
  const hidden = sigmoid(x.mul(STEEPNESS).add(tensor(edges).mul(-STEEPNESS)));
  return matmul(hidden, curve(middles).mul(signs).unsqueeze(1));
}

function meanDistance(a: Tensor, b: Tensor): Promise<number> {
  return a.sub(b).abs().mean().item();
}
