import { linspace, manualSeed, matmul, mseLoss, noGrad, randn, type Tensor, tensor, zeros } from "@nn/core";
import { DataLoader, TensorDataset } from "@nn/data";
import { SGD } from "@nn/optim";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const batches: Lesson = {
  name: "batches",
  title: "All samples at once, one at a time, or a batch",

  async run(page) {
    page.say(`
      The true slope of the loss is an average over all samples. Must we go through all of them for a single step? No:
      a few samples give a rough slope, and many rough steps beat one exact one. The price is noise. We fit ten weights
      to 512 noisy samples, and each way may look at every sample five times (five epochs):

      - full batch: all 512 for each step, the exact slope;
      - mini-batches of 32: the slope of a random handful;
      - single samples: as rough as it gets.

      The rates are chosen so that each does about as well as it can.
    `);
    const { inputs, targets, noiseFloor } = await inventSamples();
    const runs: Run[] = [];
    for (const [name, batchSize, lr] of [
      ["full batch", 512, 0.7],
      ["mini-batches of 32", 32, 0.2],
      ["single samples", 1, 0.02],
    ] as const) {
      runs.push({ name, batchSize, ...(await train(inputs, targets, batchSize, lr)) });
    }
    page.table(
      ["", "steps per epoch", "loss after 1 epoch", "after 5", "wobble in the last epoch"],
      runs.map(({ name, batchSize, losses, wobble }) => [name, 512 / batchSize, losses[1], losses[5], wobble]),
    );
    await page.show("loss of the true weights: the noise", noiseFloor);
    const [full, mini, single] = runs;
    page.claim(
      "after one epoch a single exact step is far behind sixteen rough ones",
      full.losses[1] > 3 * mini.losses[1],
    );
    page.claim(
      "after five, mini-batches are ahead of both others",
      mini.losses[5] < Math.min(full.losses[5], single.losses[5]),
    );
    page.claim("the full batch does not wobble", full.wobble === 0);
    page.claim("and single samples wobble more than mini-batches", single.wobble > mini.wobble);

    page.say(`
      The wobble is how much the loss over all samples goes up between two looks, summed over the last epoch. Every
      rough step is partly wrong: single samples never come to rest, they dance around the minimum at a distance that
      depends on the rate. That is why one lowers the rate towards the end of a training.
    `);
    await page.picture(
      "curves",
      plot({
        title: "The loss over all samples, by samples looked at",
        x: { name: "samples looked at", range: [0, 5 * 512] },
        y: { name: "mean squared error, logarithmic", log: true, range: [0.1, 10] },
        series: runs.map(({ name, curve }) => ({
          name,
          points: curve,
          style: name === "full batch" ? "path" : "line",
        })),
      }),
    );
    page.say(`
      Mini-batches have one more advantage, which this page does not show: a computer multiplies a matrix of 32 samples
      hardly slower than one sample, so the sixteen steps of an epoch are much faster than 512. Between 32 and 256 is a
      good size for most things.
    `);
    page.toTry(
      "Lower the rate of the single samples to 0.002. Calmer, but where is it after five epochs?",
      "Make the samples exact (NOISE = 0). Now what do single samples do at the end?",
    );
  },
};

const NOISE = 0.5;

interface Training {
  /** The loss over all samples after each epoch, from 0 on. */
  readonly losses: number[];
  /** The same after each 32 samples or more, by samples looked at. */
  readonly curve: [number, number][];
  readonly wobble: number;
}

interface Run extends Training {
  readonly name: string;
  readonly batchSize: number;
}

async function inventSamples(): Promise<{ inputs: Tensor; targets: Tensor; noiseFloor: number }> {
  manualSeed(18);
  const truth = tensor([1, -1, 2, 0.5, -2, 1.5, 0, -0.5, 1, -1]);
  // Not all inputs are equally large, so that some weights learn more slowly than others.
  const inputs = randn([512, 10]).mul(linspace(1, 0.3, 10));
  const noise = randn([512]).mul(NOISE);
  const noiseFloor = await noise.square().mean().item();
  return { inputs, targets: matmul(inputs, truth).add(noise), noiseFloor };
}

async function train(inputs: Tensor, targets: Tensor, batchSize: number, lr: number): Promise<Training> {
  const weights = zeros([10], { requiresGrad: true });
  const optimizer = new SGD([weights], { lr });
  const loader = new DataLoader(new TensorDataset(inputs, targets), { batchSize, shuffle: true });
  const lossOverAll = (): Promise<number> => noGrad(() => mseLoss(matmul(inputs, weights), targets)).item();

  const curve: [number, number][] = [[0, await lossOverAll()]];
  for (let epoch = 0; epoch < 5; epoch++) {
    let seen = epoch * 512;
    for await (const [x, y] of loader) {
      mseLoss(matmul(x, weights), y).backward();
      optimizer.step();
      optimizer.zeroGrad();
      seen += batchSize;
      if (seen % 32 === 0) curve.push([seen, await lossOverAll()]);
    }
  }
  const losses = [0, 1, 2, 3, 4, 5].map((epoch) => curve.find(([seen]) => seen === epoch * 512)![1]);
  const last = curve.filter(([seen]) => seen >= 4 * 512).map(([, loss]) => loss);
  const wobble = last.reduce((sum, loss, i) => sum + (i === 0 ? 0 : Math.max(loss - last[i - 1], 0)), 0);
  return { losses, curve, wobble };
}
