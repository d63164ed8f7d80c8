import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generateDigits, loadCifar10, loadMnist } from "../src/index";

/** Kept beside the repository on some machines; elsewhere the sets that are drawn take their place. */
const folder = join(import.meta.dirname, "../../../../shared/data");

const countPerClass = (labels: Uint8Array) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
};

it("digits of a test set have the counts of their classes", async () => {
  if (existsSync(join(folder, "mnist"))) {
    const { images, labels, count } = await loadMnist(join(folder, "mnist"), { split: "test" });
    expect(count).toBe(10_000);
    // http://yann.lecun.com/exdb/mnist/
    expect(countPerClass(labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(images.reduce((sum, pixel) => sum + pixel, 0) / images.length / 255).toBeCloseTo(0.1325, 4);
  } else {
    expect(countPerClass(generateDigits({ count: 50 }).labels)).toEqual(new Array(10).fill(5));
  }
});

it.each(existsSync(join(folder, "cifar10")) ? [join(folder, "cifar10")] : [])(
  "CIFAR-10 in %s has balanced classes and its known colours",
  async (cifar) => {
    const { images, labels, count } = await loadCifar10(cifar);
    expect(count).toBe(5000);
    expect(countPerClass(labels)).toEqual(new Array(10).fill(500));
    const means = [0, 0, 0];
    for (let i = 0; i < images.length; i++) means[Math.floor(i / 1024) % 3] += images[i] / 255 / (count * 1024);
    // Means of the whole training set are 0.4914, 0.4822 and 0.4465.
    for (const [channel, mean] of [0.4914, 0.4822, 0.4465].entries())
      expect(Math.abs(means[channel] - mean)).toBeLessThan(0.01);
  },
);
