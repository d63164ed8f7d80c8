import { expect, it } from "vitest";
import { DATASETS } from "../src/data/kinds";
import { fitNormalisation } from "../src/data/normalisation";

it("learns each channel's mean and deviation from the rows that are named", () => {
  const kind = { ...DATASETS.cifar10, side: 2 };
  const images = Uint8Array.from({ length: 3 * 12 }, (_, i) => (i * 97) % 256);
  images.fill(7, 8, 12);
  images.fill(7, 32, 36);
  const set = { kind, images, labels: new Uint8Array(3), count: 3 };
  const { mean, std } = fitNormalisation(set, [0, 2]);
  for (let channel = 0; channel < 3; channel++) {
    const pixels = [0, 2].flatMap((row) => [...images.subarray(row * 12 + channel * 4, row * 12 + channel * 4 + 4)]);
    const average = pixels.reduce((sum, pixel) => sum + pixel) / 8;
    const deviation = Math.hypot(...pixels.map((pixel) => pixel - average)) / Math.sqrt(8);
    expect(mean[channel]).toBeCloseTo(average, 10);
    // A channel that never changes is left as it is.
    expect(std[channel]).toBeCloseTo(channel === 2 ? 1 : deviation, 10);
  }
});
