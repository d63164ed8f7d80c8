import { manualSeed, mseLoss, noGrad, stack, tensor, type Tensor, zeros } from "@nn/core";
import { SGD } from "@nn/optim";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import { gaussians, uniforms } from "../draw";
import type { Lesson } from "../lesson";

export const regression: Lesson = {
  name: "regression",
  title: "Regression: a line and a curve through noisy points",

  async run(page) {
    page.say(`
      Classification answers with a class, regression with a number. The oldest example is the line through points that
      lie almost on one: 40 points around y = 1 + 2x, each with a bit of noise. We pretend not to know the 1 and the 2.
    `);
    manualSeed(11);
    const xs = (await uniforms(40)).map((u) => 2 * u - 1);
    const noise = await gaussians(40);
    const ys = xs.map((x, i) => 1 + 2 * x + 0.3 * noise[i]);

    page.say(`
      The best line is the one with the smallest mean squared error: take the vertical distance of each point from the
      line, square it, and average. For a line this has a formula, found by setting both slopes of the error to 0:

        slope = Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²        intercept = ȳ − slope · x̄
    `);
    const line = bestLine(xs, ys);
    await page.check("formula: intercept and slope", line, [0.979, 2.017], 1e-3);

    page.say(`
      Gradient descent does not know the formula. It starts at 0 and 0, looks at the slope of the error, takes a step,
      and looks again. It arrives at the same place:
    `);
    const found = await descend(xs, ys, [(x) => x.pow(0), (x) => x], 200);
    await page.show("after 200 steps: intercept and slope", found.weights);
    await page.check("largest difference from the formula", largestGap(found.weights, line), 0, 1e-4);
    await page.show("mean squared error", found.error);
    page.say(`
      The error does not go to 0, and should not. What is left is the noise, whose variance is 0.3² = 0.09 on
      average over many points. So why
      descend step by step when there is a formula? Because as soon as a network has a hidden layer, there is none.
    `);

    page.say(`
      A line is too stiff for the next points. They lie around a parabola, y = 1 + 2x − 3x². The trick is to give
      the model x² as one more input. It remains a weighted sum, and the descent stays as it was.
    `);
    const bent = xs.map((x, i) => ys[i] - 3 * x ** 2);
    const stiff = await descend(xs, bent, [(x) => x.pow(0), (x) => x], 200);
    const curve = await descend(xs, bent, [(x) => x.pow(0), (x) => x, (x) => x.square()], 600);
    await page.show("a line: mean squared error", stiff.error);
    await page.show("a parabola: mean squared error", curve.error);
    await page.check("its three weights", curve.weights, [0.99, 2.0, -3.03], 0.05);
    page.claim("the parabola's error is a fifth of the line's at most", curve.error < stiff.error / 5);

    const [c0, c1, c2] = curve.weights;
    const [s0, s1] = stiff.weights;
    await page.picture(
      "curve",
      plot({
        title: "Points around a parabola",
        x: { name: "x", range: [-1, 1] },
        y: { name: "y", range: [-6, 4] },
        series: [
          { name: "points", points: xs.map((x, i) => [x, bent[i]]), style: "points" },
          { name: "best line", points: sample((x) => s0 + s1 * x, -1, 1) },
          { name: "best parabola", points: sample((x) => c0 + c1 * x + c2 * x ** 2, -1, 1) },
        ],
      }),
    );
    page.toTry(
      "Add x³ to x⁹ as inputs and fit only the first 12 points. What does the curve do between them?",
      "Move one single point far away, to y = 20. How much does the best line care? Try l1Loss in place of mseLoss.",
    );
  },
};

/** Intercept and slope of the line with the smallest squared error. */
function bestLine(xs: readonly number[], ys: readonly number[]): [number, number] {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [xMean, yMean] = [mean(xs), mean(ys)];
  const slope = mean(xs.map((x, i) => (x - xMean) * (ys[i] - yMean))) / mean(xs.map((x) => (x - xMean) ** 2));
  return [yMean - slope * xMean, slope];
}

interface Fit {
  readonly weights: number[];
  readonly error: number;
}

/** Fits y as a weighted sum of features of x by gradient descent. */
async function descend(
  xs: readonly number[],
  ys: readonly number[],
  features: readonly ((x: Tensor) => Tensor)[],
  steps: number,
): Promise<Fit> {
  const x = tensor(xs);
  const y = tensor(ys);
  const inputs = stack(
    features.map((feature) => feature(x)),
    { dim: 1 },
  ); // [points, features]
  const weights = zeros([features.length], { requiresGrad: true });
  const optimizer = new SGD([weights], { lr: 0.3 });
  const error = (): Tensor => mseLoss(inputs.matmul(weights), y);
  for (let step = 0; step < steps; step++) {
    error().backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return { weights: Array.from(await weights.data()), error: await noGrad(error).item() };
}

function largestGap(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}
