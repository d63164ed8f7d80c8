import { crossEntropy, manualSeed } from "@nn/core";
import { DataLoader, loadCifar10, TensorDataset } from "@nn/data";
import { BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { Accuracy, ConfusionMatrix, evaluate, fit } from "@nn/train";
import { gallery } from "../charts/gallery";
import { plot } from "../charts/plot";
import { drawShapes, SHAPE_NAMES } from "../images/draw-shapes";
import { type ImageSet, readFrom, toImageSet } from "../images/image-set";
import type { Lesson } from "../lesson";

export const cifar: Lesson = {
  name: "cifar",
  title: "Colour images: where convolution is needed",

  async run(page) {
    page.say(`
      Digits are all alike: white on black, upright, in the middle. Photographs are not. CIFAR-10 is a set of 60,000 of
      them, 32 × 32 dots in colour, of ten kinds of animals and vehicles. With --data and a folder of its binary files
      this page uses it. Without, the program draws something that is hard in a similar way: five shapes, anywhere, of
      any size, colour and tilt, on noisy backgrounds. The colour says nothing about the shape.
    `);
    manualSeed(24);
    const { training, test, names } = await loadImages(page.data);
    await page.show("images", `${training.count} to learn from, ${test.count} to test with`);
    await page.picture(
      "images",
      gallery({
        title: "What the networks get to see",
        channels: 3,
        rows: 32,
        columns: 32,
        images: [...Array(24).keys()].map((i) => ({
          caption: names[test.labels[i]],
          pixels: test.pixels.subarray(i * 3072, (i + 1) * 3072),
        })),
      }),
    );

    page.say(`
      A colour image has three channels, red, green and blue, so each network has 3 · 32 · 32 = 3072 inputs. The three
      networks are much like those of the last lesson. The convolutional one has a third convolution, and at its end
      keeps only the strongest answer of each of 32 channels, wherever in the image it was. Behind each convolution,
      BatchNorm2d brings the channels to a common size, which makes the training faster and steadier.

      The loop from the last lesson comes ready-made as well: fit goes through the batches, takes the steps, and after
      each epoch measures loss and accuracy on the test images.
    `);
    const runs = [];
    for (const [name, model] of Object.entries(networks(names.length))) {
      manualSeed(24);
      const history = await fit(model, batchesOf(training), {
        loss: crossEntropy,
        optimizer: new Adam(model.parameters(), { lr: 0.003 }),
        epochs: EPOCHS,
        metrics: { accuracy: new Accuracy() },
        validation: batchesOf(test),
      });
      runs.push({ name, model, history, right: history.map(({ validation }) => validation!.accuracy) });
    }
    page.table(
      ["network", "weights", "loss at the end", "right in training", "right on test images"],
      runs.map(({ name, model, history }) => [
        name,
        [...model.parameters()].reduce((sum, p) => sum + p.size, 0),
        history[EPOCHS - 1].train.loss,
        history[EPOCHS - 1].train.accuracy,
        history[EPOCHS - 1].validation!.accuracy,
      ]),
    );
    const [line, layers, convolution] = runs.map(({ right }) => right[EPOCHS - 1]);
    page.claim("the convolutional network is the best", convolution > Math.max(line, layers));
    if (page.data === undefined) {
      await page.check("one layer is hardly better than guessing, which is 0.2", line, 0.23, 0.05);
      await page.check("the convolutional network", convolution, 0.78, 0.05);
    }

    page.say(`
      One layer learns one stencil for each class. But a ring, or a car, may be red on blue or blue on red, here or there:
      there is no stencil for that, and what it gets right in training it has learned by heart. Two layers find a part of it.
      Convolution is built for the task: an edge is an edge wherever it is, and what it has learned it knows of images
      that it never saw.
    `);
    await page.picture(
      "progress",
      plot({
        title: "Right answers on test images",
        x: { name: "epoch", range: [1, EPOCHS] },
        y: { name: "part of right answers", range: [0, 1] },
        series: runs.map(({ name, right }) => ({ name, points: right.map((part, i) => [i + 1, part]), style: "path" })),
      }),
    );

    page.say(`
      What does it mistake for what? The confusion matrix counts it: a row for what an image shows, a column for what
      the network said. Right answers are on the diagonal.
    `);
    const metrics = { confusion: new ConfusionMatrix({ numClasses: names.length }) };
    const { confusion } = await evaluate(runs[2].model, batchesOf(test), { loss: crossEntropy, metrics });
    page.table(
      ["", ...names],
      confusion.map((row, i) => [names[i], ...row]),
    );
    page.toTry(
      "Take the BatchNorm2d layers out. What becomes of the curve?",
      "Let all shapes stand upright and in the middle (draw-shapes.ts). Which network gains most?",
    );
  },
};

const EPOCHS = 5;

/** All take [n, 3, 32, 32] to [n, classes]. */
function networks(classes: number): Record<string, Sequential> {
  const block = (from: number, to: number) => [
    new Conv2d(from, to, 3, { padding: 1 }),
    new BatchNorm2d(to),
    new ReLU(),
    new MaxPool2d(2),
  ];
  return {
    "one layer": new Sequential(new Flatten(), new Linear(3072, classes)),
    "two layers": new Sequential(new Flatten(), new Linear(3072, 64), new ReLU(), new Linear(64, classes)),
    convolution: new Sequential(
      ...block(3, 8), // to 16 × 16
      ...block(8, 16), // to 8 × 8
      ...block(16, 32), // to 4 × 4
      new MaxPool2d(4), // the strongest answer of each channel, wherever it is
      new Flatten(),
      new Linear(32, classes),
    ),
  };
}

function batchesOf({ count, channels, side, pixels, labels }: ImageSet) {
  // Around 0, as layers like it, instead of 0 to 1.
  const centred = pixels.map((value) => 4 * value - 2);
  const dataset = new TensorDataset(
    { data: centred, shape: [count, channels, side, side] },
    { data: labels, shape: [count] },
  );
  return new DataLoader(dataset, { batchSize: 25, shuffle: true });
}

async function loadImages(
  folder: string | undefined,
): Promise<{ training: ImageSet; test: ImageSet; names: readonly string[] }> {
  if (folder === undefined) {
    return { training: await drawShapes(800), test: await drawShapes(300), names: SHAPE_NAMES };
  }
  const read = (split: "train" | "test") =>
    readFrom(folder, ["cifar10", "cifar-10-batches-bin"], (place) => loadCifar10(place, { split }));
  return {
    training: toImageSet(await read("train"), 3, 2000),
    test: toImageSet(await read("test"), 3, 500),
    names: ["airplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
  };
}
