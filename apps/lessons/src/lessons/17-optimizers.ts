import { type Tensor, tensor } from "@nn/core";
import { Adam, type Optimizer, SGD } from "@nn/optim";
import { plot } from "../charts/plot";
import { gridOf } from "../charts/surface";
import type { Lesson } from "../lesson";

export const optimizers: Lesson = {
  name: "optimizers",
  title: "Momentum and Adam on the same ravine",

  async run(page) {
    page.say(`
      Most costs are not round bowls but ravines: steep across, nearly flat along. Ours has two weights,

        C(w₁, w₂) = w₁² / 100 + w₂²

      and is a hundred times as curved in w₂ as in w₁. The rate must suit the steep direction, or the descent jumps out of
      the ravine; the flat direction then crawls. Three ways down, each from (−9, 2), 100 steps:

      - Plain gradient descent: w ← w − rate · slope.
      - Momentum: a velocity v ← 0.8 v + slope, and w ← w − rate · v. Slopes that keep their direction add up, slopes
        that change their sign cancel out, like a ball that rolls down the ravine.
      - Adam: momentum too, and each weight's step is divided by the typical size of its own slopes. So flat and steep
        directions move at the same pace, whatever their slopes are.
    `);
    const runs: { name: string; path: Place[] }[] = [];
    const add = async (name: string, make: (w: Tensor) => Optimizer): Promise<void> => {
      runs.push({ name, path: await descend(make) });
    };
    await add("plain, rate 0.9", (w) => new SGD([w], { lr: 0.9 }));
    await add("momentum 0.8, rate 0.5", (w) => new SGD([w], { lr: 0.5, momentum: 0.8 }));
    await add("Adam, rate 0.5", (w) => new Adam([w], { lr: 0.5 }));
    page.table(
      ["method", "cost after 20 steps", "after 50", "after 100", "below 0.01 from step"],
      runs.map(({ name, path }) => [
        name,
        ...[20, 50, 100].map((step) => costAt(path[step])),
        stepsUntilBelow(path, 0.01),
      ]),
    );
    const [plain, momentum, adam] = runs;
    await page.check("all start with the cost", costAt([-9, 2]), 4.81, 1e-9);

    page.claim(
      "momentum and Adam need less than half the steps of plain descent",
      [momentum, adam].every(({ path }) => costAt(path[50]) < costAt(plain.path[100])),
    );

    page.say(`
      The rate of plain descent was not chosen badly. In the steep direction a step multiplies w₂ by 1 − 2 · rate, so
      with more than 1 it leaves the ravine:
    `);
    const tooLarge = await descend((w) => new SGD([w], { lr: 1.05 }));
    await page.check("plain, rate 1.05: w₂ after 40 steps, 2 · 1.1⁴⁰", tooLarge[40][1], 90.52, 0.01);

    await page.picture(
      "ravine",
      plot({
        title: "Three ways down a ravine, 100 steps from (−9, 2)",
        x: { name: "w₁", range: [-10, 5] },
        y: { name: "w₂", range: [-3, 3] },
        surface: {
          name: "cost",
          values: gridOf([-10, 5], [-3, 3]).map(costAt),
          range: [0, 5],
          colours: "one-sided",
        },
        series: runs.map(({ name, path }) => ({ name, points: path, style: "path" })),
      }),
    );
    page.say(`
      Read the picture from the left. Plain descent zigzags across the ravine and inches along it. Momentum swings in
      wide arcs, since a ball does not stop at the bottom. Adam walks diagonally at first, at the same pace in both
      directions, overshoots a little and comes back.

      Which one to take? Adam (or AdamW) with a rate around 0.001 works almost anywhere without tuning. SGD with
      momentum needs a well-chosen rate and is then often as good or better. Plain descent is for lessons.
    `);
    page.toTry(
      "Replace 100 by 1000 in the cost. Which of the three suffers most?",
      "Give Adam the rates 0.05 and 2. What does it do near the minimum, and why does it not come to rest?",
    );
  },
};

type Place = [number, number];

function costAt([w1, w2]: Place): number {
  return w1 ** 2 / 100 + w2 ** 2;
}

/** Where each of 100 steps leads. */
async function descend(make: (w: Tensor) => Optimizer): Promise<Place[]> {
  const w = tensor([-9, 2], { requiresGrad: true });
  const curvature = tensor([1 / 100, 1]);
  const optimizer = make(w);
  const path: Place[] = [];
  for (let step = 0; step <= 100; step++) {
    const [w1, w2] = await w.data();
    path.push([w1, w2]);
    w.square().mul(curvature).sum().backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return path;
}

/** The first step from which on the cost is below `limit`, as text. */
function stepsUntilBelow(path: readonly Place[], limit: number): string {
  const above = path.findLastIndex((place) => costAt(place) >= limit);
  return above === path.length - 1 ? "not in 100" : String(above + 1);
}
