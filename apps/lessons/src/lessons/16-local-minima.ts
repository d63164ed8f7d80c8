import { linspace, type Tensor, tensor } from "@nn/core";
import { SGD } from "@nn/optim";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import type { Lesson } from "../lesson";

export const localMinima: Lesson = {
  name: "local-minima",
  title: "Two valleys: where a descent ends up",

  async run(page) {
    page.say(`
      Going downhill leads to the bottom of a valley. But of which one? This cost has two:

        C(x) = x⁴ − 3x² + x

      The left valley is the deeper one, the global minimum. The right one is a local minimum: lower than everything
      near it, and yet not the best. From x = 2, descent with the rate 0.01 goes down into the nearer valley and stays.
    `);
    const right = await descend(2, { steps: 200 });
    const left = await descend(-2, { steps: 200 });
    await page.check("from x = 2: ends at", right.at(-1)![0], 1.131, 5e-4);
    await page.check("with the cost", right.at(-1)![1], -1.07, 5e-4);
    await page.check("from x = −2: ends at", left.at(-1)![0], -1.3008, 5e-4);
    await page.check("with the cost", left.at(-1)![1], -3.514, 5e-4);

    page.say(`
      Between them is a hilltop at x = 0.17. Its slope is 0 as well: a descent that starts exactly there does not move.
      A hair to the side is enough to roll down that side.
    `);
    const [before, after] = [await descend(0.16, { steps: 200 }), await descend(0.18, { steps: 200 })];
    await page.check("from x = 0.16: ends at", before.at(-1)![0], -1.3008, 2e-3);
    await page.check("from x = 0.18: ends at", after.at(-1)![0], 1.131, 2e-3);

    page.say(`
      What can one do? Start several times from different places, and keep the best. Or let the ball roll: with
      momentum (the next lesson) it keeps a part of its speed and may run over a small hill.
    `);
    const starts = Array.from(await linspace(-2, 2, 9).data());
    const ends = await Promise.all(starts.map(async (x) => (await descend(x, { steps: 300 })).at(-1)!));
    page.table(
      ["start", "ends at x", "cost"],
      starts.map((x, i) => [x, ...ends[i]]),
    );
    await page.check("the best of nine starts", Math.min(...ends.map(([, cost]) => cost)), -3.514, 5e-4);
    const rolling = await descend(2, { steps: 300, momentum: 0.9 });
    await page.check("from x = 2 with momentum 0.9: ends at", rolling.at(-1)![0], -1.3008, 5e-3);

    await page.picture(
      "valleys",
      plot({
        title: "Down x⁴ − 3x² + x: two starts, two ends",
        x: { name: "x", range: [-2.2, 2.2] },
        y: { name: "C(x)", range: [-4, 8] },
        series: [
          { name: "C(x)", points: sample((x) => x ** 4 - 3 * x ** 2 + x, -2.2, 2.2), colour: 6 },
          { name: "from −2", points: left, style: "path", colour: 0 },
          { name: "from 2", points: right, style: "path", colour: 1 },
          { name: "the end with momentum, from 2", points: [rolling.at(-1)!], style: "points", colour: 2 },
        ],
      }),
    );
    page.say(`
      How bad is this for networks? Less than one feared for decades. With thousands of weights there is nearly always
      some direction that still leads down, and the many valleys of large networks are about equally deep. Flat
      stretches and ravines cost more time there than wrong valleys do.
    `);
    page.toTry(
      "Which is the smallest momentum that still gets over the hill from x = 2?",
      "Use the rate 0.2 from x = 2, then from x = 1.9. Large steps forget where they came from.",
    );
  },
};

/** The places (x, cost) on the way down, with rate 0.01. */
async function descend(
  start: number,
  { steps, momentum = 0 }: { steps: number; momentum?: number },
): Promise<[number, number][]> {
  const x = tensor(start, { requiresGrad: true });
  const optimizer = new SGD([x], { lr: 0.01, momentum });
  const cost = (): Tensor => x.pow(4).sub(x.square().mul(3)).add(x);
  const path: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    const value = cost();
    path.push([await x.item(), await value.item()]);
    value.backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return path;
}
