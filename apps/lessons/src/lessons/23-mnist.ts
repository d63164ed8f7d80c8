import { argmax, crossEntropy, manualSeed, noGrad, tensor, type Tensor } from "@nn/core";
import { DataLoader, generateDigits, loadMnist, TensorDataset } from "@nn/data";
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { gallery } from "../charts/gallery";
import { plot } from "../charts/plot";
import { type ImageSet, readFrom, toImageSet } from "../images/image-set";
import type { Lesson } from "../lesson";
import type { Page } from "../page/page";

export const mnist: Lesson = {
  name: "mnist",
  title: "Reading digits: one layer, more layers, and convolution",

  async run(page) {
    page.say(`
      All the pieces come together. MNIST is a famous set of 70,000 handwritten digits, 28 × 28 grey dots each. So that
      this page needs no download, the program draws its own digits, which look much alike; with --data and a folder
      of MNIST's files it takes those.
    `);
    const [training, test] = await loadDigits(page.data);
    await page.show("images", `${training.count} to learn from, ${test.count} to test with`);
    await page.picture("digits", showDigits("What the networks get to see", test, [...Array(24).keys()]));

    page.say(`
      Three networks, from simple to clever. All have ten outputs, one for each digit, and learn with cross-entropy.

      - One layer: ten neurons, each looking at all 784 dots. Each one learns a stencil of its digit.
      - Two layers: 64 hidden neurons with ReLU between. They learn parts of digits that several digits share.
      - Convolution: small windows of 5 × 5 dots slide over the image, with the same weights everywhere. A stroke is
        found wherever it is. Max pooling halves the resolution, and a second convolution combines strokes to shapes.
    `);
    const runs: Run[] = [];
    for (const [name, make] of Object.entries(NETWORKS)) {
      manualSeed(23);
      runs.push(await train(name, make(), training, test));
    }
    page.table(
      ["network", "weights", "right after 1 pass", "right after 5", "on the training images"],
      runs.map(({ name, model, right, rightInTraining }) => [
        name,
        [...model.parameters()].reduce((sum, p) => sum + p.size, 0),
        right[1],
        right[5],
        rightInTraining,
      ]),
    );
    const [line, layers, convolution] = runs.map(({ right }) => right[5]);
    page.claim("all are far better than chance, which is 0.1", Math.min(line, layers, convolution) > 0.6);
    page.claim("the convolutional network reads best", convolution > Math.max(line, layers));
    if (page.data === undefined) await page.check("its part of right answers", convolution, 0.88, 0.03);

    page.say(`
      Look at the weights column as well: the convolutional network is better with fewer weights, because it uses each
      of them in many places. And compare the last two columns: what a network knows of its training images and not of
      others, it has learned by heart (lesson 22).
    `);
    await page.picture(
      "progress",
      plot({
        title: "Right answers on images never seen in training",
        x: { name: "passes through the training images", range: [0, 5] },
        y: { name: "part of right answers", range: [0, 1] },
        series: runs.map(({ name, right }) => ({ name, points: right.map((part, i) => [i, part]), style: "path" })),
      }),
    );
    await showMistakes(page, runs[2].model, test);
    page.toTry(
      "Show the networks twice as many digits (TRAINING). Which of the three gains most?",
      "Shift all test images by two dots. Which network suffers least, and why?",
    );
  },
};

const TRAINING = 1000;
const TEST = 400;

/** All take [n, 1, 28, 28] to [n, 10]. */
const NETWORKS: Record<string, () => Sequential> = {
  "one layer": () => new Sequential(new Flatten(), new Linear(784, 10)),
  "two layers": () => new Sequential(new Flatten(), new Linear(784, 64), new ReLU(), new Linear(64, 10)),
  convolution: () =>
    new Sequential(
      new Conv2d(1, 8, 5), // 28 × 28 becomes 24 × 24
      new MaxPool2d(2), // 12 × 12
      new ReLU(),
      new Conv2d(8, 16, 5), // 8 × 8
      new MaxPool2d(2), // 4 × 4
      new ReLU(),
      new Flatten(),
      new Linear(16 * 4 * 4, 10),
    ),
};

interface Run {
  readonly name: string;
  readonly model: Sequential;
  /** The part of test images that it reads right after each pass, from 0 on. */
  readonly right: number[];
  readonly rightInTraining: number;
}

/** The whole of training: batches, loss, gradients, steps. */
async function train(name: string, model: Sequential, training: ImageSet, test: ImageSet): Promise<Run> {
  const { count, channels, side, pixels, labels } = training;
  const dataset = new TensorDataset(
    { data: pixels, shape: [count, channels, side, side] },
    { data: labels, shape: [count] },
  );
  const loader = new DataLoader(dataset, { batchSize: 25, shuffle: true });
  const optimizer = new Adam(model.parameters(), { lr: 0.003 });

  const right = [await partRight(model, test)];
  for (let pass = 1; pass <= 5; pass++) {
    for await (const [images, digits] of loader) {
      crossEntropy(model.forward(images), digits).backward();
      optimizer.step();
      optimizer.zeroGrad();
    }
    right.push(await partRight(model, test));
  }
  return { name, model, right, rightInTraining: await partRight(model, training) };
}

function answersOf(model: Sequential, { count, channels, side, pixels }: ImageSet): Tensor {
  const images = tensor(pixels, { shape: [count, channels, side, side] });
  return noGrad(() => argmax(model.forward(images), { dim: 1 }));
}

function partRight(model: Sequential, set: ImageSet): Promise<number> {
  return answersOf(model, set).eq(tensor(set.labels)).to("float32").mean().item();
}

async function loadDigits(folder: string | undefined): Promise<[training: ImageSet, test: ImageSet]> {
  if (folder === undefined) {
    return [
      toImageSet(generateDigits({ count: TRAINING, seed: 0 }), 1, TRAINING),
      toImageSet(generateDigits({ count: TEST, seed: 1 }), 1, TEST),
    ];
  }
  const read = (split: "train" | "test") => readFrom(folder, ["mnist"], (place) => loadMnist(place, { split }));
  return [toImageSet(await read("train"), 1, 5 * TRAINING), toImageSet(await read("test"), 1, 5 * TEST)];
}

function showDigits(title: string, set: ImageSet, places: readonly number[], captions: readonly string[] = []) {
  const images = places.map((place, i) => ({
    caption: captions[i] ?? String(set.labels[place]),
    pixels: set.pixels.subarray(place * 784, (place + 1) * 784),
  }));
  return gallery({ title, channels: 1, rows: 28, columns: 28, images });
}

async function showMistakes(page: Page, model: Sequential, test: ImageSet): Promise<void> {
  const answers = await answersOf(model, test).data();
  const wrong = [...answers.keys()].filter((i) => answers[i] !== test.labels[i]).slice(0, 16);
  page.say(`Here are digits that the convolutional network got wrong. Would you have known?`);
  const captions = wrong.map((i) => `${test.labels[i]} read as ${answers[i]}`);
  await page.picture("mistakes", showDigits("Misread digits", test, wrong, captions));
}
