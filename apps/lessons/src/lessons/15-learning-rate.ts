import { tensor } from "@nn/core";
import { SGD } from "@nn/optim";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import type { Lesson } from "../lesson";

export const learningRate: Lesson = {
  name: "learning-rate",
  title: "Gradient descent: steps too small, right, and too large",

  async run(page) {
    page.say(`
      Gradient descent goes downhill in steps of rate × slope. The rate is the one setting that you will change most
      often. On the bowl C(x) = x² we can work out what it does. The slope is 2x, so a step is

        x ← x − rate · 2x = (1 − 2 · rate) · x

      Each step multiplies x by the same factor. Starting from x = 2:
    `);
    const rates = [0.02, 0.3, 0.5, 0.95, 1, 1.05];
    const paths = new Map<number, [number, number][]>();
    for (const rate of rates) paths.set(rate, await descend(rate, 20));
    page.table(
      ["rate", "factor", "x after 1 step", "after 2", "after 10", "after 20"],
      rates.map((rate) => [rate, 1 - 2 * rate, ...[1, 2, 10, 20].map((step) => paths.get(rate)![step][0])]),
    );
    const last = (rate: number): number => paths.get(rate)![20][0];
    await page.check("rate 0.02: far from done, 2 · 0.96²⁰", last(0.02), 0.884, 5e-4);
    await page.check("rate 0.3: done, 2 · 0.4²⁰", last(0.3), 2 * 0.4 ** 20, 1e-9);
    await page.check("rate 0.5: there in a single step", paths.get(0.5)![1][0], 0, 1e-7);
    await page.check("rate 0.95: jumps across, 2 · 0.9²⁰", last(0.95), 0.2432, 5e-4);
    await page.check("rate 1: jumps to and fro for ever", last(1), 2, 1e-6);
    await page.check("rate 1.05: leaves the bowl, 2 · 1.1²⁰", last(1.05), 13.455, 1e-3);

    page.say(`
      A factor between −1 and 1 arrives, the sooner the closer to 0. Beyond, each step makes things worse than before.
      In a real training you see that as a loss that rises, and then becomes Infinity and NaN.
    `);
    await page.picture(
      "bowl",
      plot({
        title: "Twenty steps down a bowl, from x = 2",
        x: { name: "x", range: [-2.5, 2.5] },
        y: { name: "C(x) = x²", range: [0, 6] },
        series: [
          { name: "x²", points: sample((x) => x ** 2, -2.5, 2.5), colour: 6 },
          { name: "rate 0.02", points: paths.get(0.02)!, style: "path", colour: 0 },
          { name: "rate 0.3", points: paths.get(0.3)!, style: "path", colour: 2 },
          { name: "rate 0.95", points: paths.get(0.95)!, style: "path", colour: 1 },
        ],
      }),
    );
    await page.picture(
      "cost",
      plot({
        title: "The cost after each step",
        x: { name: "step", range: [0, 20] },
        y: { name: "C(x), logarithmic", log: true, range: [1e-6, 1e3] },
        series: [0.02, 0.3, 0.95, 1.05].map((rate) => ({
          name: `rate ${rate}`,
          points: paths.get(rate)!.map(([, cost], step) => [step, cost] as const),
        })),
      }),
    );

    page.say(`
      The rate has no good value as such; it depends on how curved the valley is. For a bowl c · x² with c four times
      as large the slope is four times as large, and the rate 0.3, which was good, is too large by far: the factor is
      1 − 8 · 0.3 = −1.4.
    `);
    const steep = await descend(0.3, 10, 4);
    await page.check("rate 0.3 on 4x², after 10 steps: 2 · 1.4¹⁰", steep[10][0], 57.85, 0.01);
    page.say(`
      So, in practice: try rates a factor of 3 apart (0.001, 0.003, 0.01, …), look at the first few hundred steps, and
      take about a third of the largest one that does not blow up.
    `);
    page.toTry(
      "Find the rate that is best for 4x². Can you tell without trying?",
      "Start at x = −1 and predict the first two steps for the rate 0.95.",
    );
  },
};

/** The places (x, cost) on the way down c · x² from x = 2. */
async function descend(rate: number, steps: number, c = 1): Promise<[number, number][]> {
  const x = tensor(2, { requiresGrad: true });
  const optimizer = new SGD([x], { lr: rate });
  const path: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    const cost = x.square().mul(c);
    path.push([await x.item(), await cost.item()]);
    cost.backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return path;
}
