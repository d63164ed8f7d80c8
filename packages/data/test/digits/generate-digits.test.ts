import { ArgumentError } from "@nn/core";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { generateDigits } from "../../src/index";
import { linearAccuracy } from "./linear-model";

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

describe("generateDigits", () => {
  it("gives the same bytes on every platform", () => {
    const { images, labels } = generateDigits({ count: 500, seed: 1 });
    expect([hash(images), hash(labels)]).toEqual(["904d243c11a15c7a", "4561da9c2a0fbb4a"]);
  });

  it("gives as many images as asked, of 28 by 28", () => {
    const { images, labels, ...sizes } = generateDigits({ count: 13 });
    expect(sizes).toEqual({ count: 13, rows: 28, columns: 28 });
    expect(images).toHaveLength(13 * 784);
    expect(labels).toHaveLength(13);
    expect(generateDigits({ count: 0 }).images).toHaveLength(0);
  });

  it("adds images when asked for more", () => {
    const few = generateDigits({ count: 25, seed: 4 });
    const many = generateDigits({ count: 40, seed: 4 });
    expect(many.images.subarray(0, 25 * 784)).toEqual(few.images);
    expect(many.labels.subarray(0, 25)).toEqual(few.labels);
  });

  it("holds every digit once in ten images, in changing order", () => {
    const { labels } = generateDigits({ count: 200, seed: 2 });
    const tens = Array.from({ length: 20 }, (_, i) => [...labels.subarray(10 * i, 10 * i + 10)]);
    for (const ten of tens) expect([...ten].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(tens.map(String)).size).toBe(20);
  });

  it("gives other images for another seed", () => {
    const images = [0, 1, 2 ** 32, 2 ** 53 - 1].flatMap((seed) => {
      const set = generateDigits({ count: 50, seed });
      return Array.from({ length: 50 }, (_, i) => hash(set.images.subarray(i * 784, (i + 1) * 784)));
    });
    expect(new Set(images).size).toBe(200);
  });

  it("draws each digit with enough ink inside of a mostly empty image", () => {
    const { images, count } = generateDigits({ count: 2000, seed: 3 });
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * 784, (i + 1) * 784);
      const darkest = Math.max(...image);
      const inked = image.filter((value) => value > darkest / 2).length;
      expect(darkest).toBeGreaterThan(90);
      expect(inked).toBeGreaterThan(15);
      expect(inked).toBeLessThan(784 / 2);
    }
  });

  it("is more than a linear model can read, and not beyond it", () => {
    const accuracy = linearAccuracy(generateDigits({ count: 2000, seed: 1 }), generateDigits({ count: 1000, seed: 2 }));
    expect(accuracy).toBeGreaterThan(0.6);
    expect(accuracy).toBeLessThan(0.9);
  }, 60_000);

  it.each([
    [{ count: -1 }, /count must be a non-negative integer below 2\^53, got -1/],
    [{ count: 1.5 }, /count must be a non-negative integer below 2\^53, got 1\.5/],
    [{ count: NaN }, /count must be a non-negative integer below 2\^53, got NaN/],
    [{ count: 1, seed: -1 }, /seed must be a non-negative integer below 2\^53, got -1/],
    [{ count: 1, seed: 2 ** 53 }, /seed must be a non-negative integer below 2\^53, got 9007199254740992/],
  ])("refuses %o", (options, message) => {
    expect(() => generateDigits(options)).toThrow(ArgumentError);
    expect(() => generateDigits(options)).toThrow(message);
  });
});
