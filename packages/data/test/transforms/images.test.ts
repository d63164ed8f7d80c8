import { ArgumentError, ShapeError } from "@nn/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compose,
  normalize,
  randomCrop,
  randomErasing,
  randomHorizontalFlip,
  randomRotation,
  type Transform,
} from "../../src/index";
import { randomStream } from "../../src/random";

const sizes = fc.record({
  c: fc.integer({ min: 1, max: 3 }),
  h: fc.integer({ min: 1, max: 9 }),
  w: fc.integer({ min: 1, max: 9 }),
});
const counting = (size: number) => Float32Array.from({ length: size }, (_, i) => i + 1);

function apply(transform: Transform, shape: readonly number[], image: Float32Array, index = 0) {
  const prepared = transform.prepare(shape);
  return { shape: prepared.shape, data: prepared.apply(image.slice(), randomStream(3, index)).slice() };
}

describe("normalize", () => {
  it("scales, and takes mean and deviation per channel", () => {
    const image = Float32Array.of(0, 255, 51, 102);
    const { data, shape } = apply(normalize({ mean: [0.5, 0.2], std: [0.25, 2], scale: 1 / 255 }), [2, 1, 2], image);
    expect(shape).toEqual([2, 1, 2]);
    [-2, 2, 0, 0.1].forEach((value, i) => expect(data[i]).toBeCloseTo(value, 6));
    expect(apply(normalize({ mean: 1, std: 2 }), [2, 2], Float32Array.of(1, 2, 3, 4)).data).toEqual(
      Float32Array.of(0, 0.5, 1, 1.5),
    );
  });
});

describe("randomCrop", () => {
  it("cuts a window of the padded image, each as often as any other", () => {
    fc.assert(
      fc.property(sizes, fc.nat(3), fc.integer(), fc.nat(100), fc.nat(100), ({ c, h, w }, padding, index, a, b) => {
        const size = [1 + (a % (h + 2 * padding)), 1 + (b % (w + 2 * padding))] as const;
        const image = counting(c * h * w);
        const { data, shape } = apply(randomCrop({ size, padding, fill: -7 }), [c, h, w], image, index);
        expect(shape).toEqual([c, ...size]);
        const windows: string[] = [];
        for (let top = -padding; top + size[0] <= h + padding; top++) {
          for (let left = -padding; left + size[1] <= w + padding; left++) {
            const pixels: number[] = [];
            for (let k = 0; k < c; k++) {
              for (let y = top; y < top + size[0]; y++) {
                for (let x = left; x < left + size[1]; x++) {
                  pixels.push(y >= 0 && y < h && x >= 0 && x < w ? image[(k * h + y) * w + x] : -7);
                }
              }
            }
            windows.push(pixels.join());
          }
        }
        expect(windows).toContain(data.join());
      }),
      // A window of another form that has as many pixels as the image.
      { examples: [[{ c: 1, h: 1, w: 6 }, 1, 456657727, 22, 2]] },
    );
    const crop = randomCrop({ size: 3, padding: 1 });
    const seen = new Map<string, number>();
    for (let i = 0; i < 9000; i++) {
      const key = apply(crop, [3, 3], counting(9), i).data.join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(9);
    // 5 deviations of a binomial count.
    for (const count of seen.values())
      expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(9000 * (1 / 9) * (8 / 9)));
  });
});

describe("randomHorizontalFlip", () => {
  it("mirrors every row", () => {
    expect(apply(randomHorizontalFlip({ p: 1 }), [2, 1, 3], counting(6)).data).toEqual(
      Float32Array.of(3, 2, 1, 6, 5, 4),
    );
    expect(apply(randomHorizontalFlip({ p: 1 }), [2, 2], counting(4)).data).toEqual(Float32Array.of(2, 1, 4, 3));
    expect(apply(randomHorizontalFlip({ p: 0 }), [2, 1, 3], counting(6)).data).toEqual(counting(6));
  });

  it("does so as often as p says", () => {
    let flips = 0;
    for (let i = 0; i < 10_000; i++)
      if (apply(randomHorizontalFlip({ p: 0.3 }), [1, 2], counting(2), i).data[0] === 2) flips++;
    expect(Math.abs(flips - 3000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.3 * 0.7));
  });
});

describe("randomRotation", () => {
  const turned = (degrees: number, shape: readonly number[], image: Float32Array) =>
    Array.from(
      apply(randomRotation({ degrees: [degrees, degrees], fill: 9 }), shape, image).data,
      (value) => Math.round(value * 1e4) / 1e4,
    );

  it("turns counterclockwise by quarters", () => {
    const square = Float32Array.of(1, 2, 3, 4);
    expect(turned(0, [2, 2], square)).toEqual([1, 2, 3, 4]);
    expect(turned(90, [2, 2], square)).toEqual([2, 4, 1, 3]);
    expect(turned(180, [1, 2, 2], square)).toEqual([4, 3, 2, 1]);
    expect(turned(-90, [2, 2], square)).toEqual([3, 1, 4, 2]);
    expect(turned(90, [2, 1, 3], counting(6))).toEqual([9, 2, 9, 9, 5, 9]);
  });

  it("mixes neighbours bilinearly", () => {
    // 30°: the pixel right of the middle was at (cos 30°, sin 30°) from it, between four pixels.
    const image = counting(9);
    const [x, y] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const expected = (1 - y) * ((1 - x) * 5 + x * 6) + y * ((1 - x) * 8 + x * 9);
    expect(turned(30, [3, 3], image)[5]).toBeCloseTo(expected, 3);
    expect(turned(30, [3, 3], image)[4]).toBe(5);
  });

  it("keeps the mean colour of a plain image whose fill it is", () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 720, noNaN: true }), ({ c, h, w }, degrees) => {
        const { data } = apply(randomRotation({ degrees, fill: 2 }), [c, h, w], new Float32Array(c * h * w).fill(2));
        expect(data).toEqual(new Float32Array(c * h * w).fill(2));
      }),
    );
  });
});

describe("randomErasing", () => {
  const shape = [2, 20, 30];
  const erased = (index: number, options: Parameters<typeof randomErasing>[0]) =>
    apply(randomErasing({ p: 1, value: [-1, -2], ...options }), shape, counting(1200), index).data;

  it("erases one box of the right size and proportions in every channel", () => {
    for (let index = 0; index < 300; index++) {
      const data = erased(index, {});
      const places = Array.from(data.subarray(0, 600), (value, i) => (value === -1 ? i : -1)).filter((i) => i >= 0);
      const rows = places.map((i) => Math.floor(i / 30));
      const columns = places.map((i) => i % 30);
      const height = Math.max(...rows) - Math.min(...rows) + 1;
      const width = Math.max(...columns) - Math.min(...columns) + 1;
      expect(places).toHaveLength(height * width);
      // A side is off by half a pixel from what was drawn.
      expect((height + 0.5) * (width + 0.5)).toBeGreaterThanOrEqual(0.02 * 600);
      expect((height - 0.5) * (width - 0.5)).toBeLessThanOrEqual(0.33 * 600);
      expect((height + 0.5) / (width - 0.5)).toBeGreaterThanOrEqual(0.3);
      expect((height - 0.5) / (width + 0.5)).toBeLessThanOrEqual(3.3);
      for (let i = 0; i < 600; i++) expect(data[600 + i]).toBe(data[i] === -1 ? -2 : 601 + i);
    }
  });

  it("fills with noise, or leaves boxes that do not fit alone", () => {
    const noise = Array.from(
      { length: 200 },
      (_, i) =>
        apply(randomErasing({ p: 1, value: "random", scale: [0.3, 0.3] }), [20, 20], new Float32Array(400), i).data,
    ).flatMap((data) => [...data].filter((value) => value !== 0));
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
    expect(noise.length).toBeGreaterThan(20_000);
    // 5 deviations of the mean and the variance of as many normal variates.
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(noise.length));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / noise.length));
    expect(erased(0, { scale: [1, 1] })).toEqual(counting(1200));
    expect(erased(0, { p: 0 })).toEqual(counting(1200));
  });
});

describe("compose", () => {
  it("applies one after the other, through changing sizes", () => {
    const flip = randomHorizontalFlip({ p: 1 });
    const both = compose(flip, randomCrop({ size: [1, 5], padding: 1 }), normalize({ mean: 0, std: 0.5 }), flip);
    const prepared = both.prepare([1, 1, 3]);
    expect(prepared.shape).toEqual([1, 1, 5]);
    const seen = new Set<string>();
    for (let i = 0; i < 50; i++) seen.add(prepared.apply(counting(3), randomStream(1, i)).join());
    expect(seen).toEqual(new Set(["0,2,4,6,0", "0,0,0,0,0"]));
    expect(apply(compose(), [2], counting(2))).toEqual({ shape: [2], data: counting(2) });
  });

  it("is not disturbed by using a transform twice", () => {
    const crop = randomCrop({ size: 2, padding: 0 });
    const { data } = apply(compose(crop, crop, crop), [4, 4], counting(16), 5);
    expect(data).toHaveLength(4);
    expect([data[1] - data[0], data[2] - data[0], data[3] - data[0]]).toEqual([1, 4, 5]);
  });
});

describe("what is refused", () => {
  it.each<[() => unknown, new () => Error, RegExp]>([
    [() => normalize({ mean: NaN, std: 1 }), ArgumentError, /^normalize: mean must be a finite number, got NaN/],
    [() => normalize({ mean: 0, std: 0 }), ArgumentError, /^normalize: std must be above 0, got 0/],
    [() => normalize({ mean: 0, std: [1, Infinity] }), ArgumentError, /^normalize: std must be a finite number, got Infinity/],
    [() => normalize({ mean: 0, std: 1, scale: NaN }), ArgumentError, /^normalize: scale must be a finite number/],
    [() => normalize({ mean: "1" as never, std: 1 }), ArgumentError, /^normalize: mean must be a finite number, got 1/],
    [() => normalize({ mean: [0, 0], std: 1 }).prepare([3, 2, 2]), ShapeError, /^normalize: mean has 2 numbers for the 3 channels of \[3,2,2\]/],
    [() => normalize({ mean: 0, std: 1 }).prepare([4]), ShapeError, /^normalize: expected images of shape .*, got \[4\]/],
    [() => randomCrop({ size: 0 }), ArgumentError, /^randomCrop: size must be an integer of at least 1, got 0/],
    [() => randomCrop({ size: [2, NaN] }), ArgumentError, /^randomCrop: size must be .*got NaN/],
    [() => randomCrop({ size: 2, padding: -1 }), ArgumentError, /^randomCrop: padding must be an integer of at least 0, got -1/],
    [() => randomCrop({ size: 2, fill: NaN }), ArgumentError, /^randomCrop: fill must be a finite number/],
    [() => randomCrop({ size: 5, padding: 1 }).prepare([1, 2, 3]), ShapeError, /^randomCrop: 5 × 5 pixels do not fit images of 2 × 3 with a padding of 1/],
    [() => randomHorizontalFlip({ p: 1.5 }), ArgumentError, /^randomHorizontalFlip: p must be from 0 to 1, got 1.5/],
    [() => randomHorizontalFlip({ p: NaN }), ArgumentError, /^randomHorizontalFlip: p must be from 0 to 1, got NaN/],
    [() => randomHorizontalFlip().prepare([1, 1, 2, 2]), ShapeError, /got \[1,1,2,2\]/],
    [() => randomRotation({ degrees: -3 }), ArgumentError, /^randomRotation: degrees must not be negative, got -3/],
    [() => randomRotation({ degrees: NaN }), ArgumentError, /^randomRotation: degrees must not be negative, got NaN/],
    [() => randomRotation({ degrees: [3, 1] }), ArgumentError, /^randomRotation: degrees must be two finite numbers in ascending order, got \[3,1\]/],
    [() => randomRotation({ degrees: Infinity }), ArgumentError, /^randomRotation: degrees must be two finite/],
    [() => randomErasing({ p: -1 }), ArgumentError, /^randomErasing: p must be/],
    [() => randomErasing({ scale: [0.5, 1.5] }), ArgumentError, /^randomErasing: scale must be from 0 to 1/],
    [() => randomErasing({ scale: [0.5] as never }), ArgumentError, /^randomErasing: scale must be two finite numbers/],
    [() => randomErasing({ ratio: [0, 1] }), ArgumentError, /^randomErasing: ratio must be above 0/],
    [() => randomErasing({ value: [1, NaN] }), ArgumentError, /^randomErasing: value must be a finite number, got NaN/],
    [() => randomErasing({ value: [1, 2] }).prepare([3, 4, 4]), ShapeError, /^randomErasing: value has 2 numbers for the 3 channels/],
  ])("%s", (make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  }); // oxfmt-ignore
});
