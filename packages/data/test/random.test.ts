import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permutation, randomStream } from "../src/random";

const seeds = fc.record({ seed: fc.maxSafeNat(), index: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) });

describe("randomStream", () => {
  // Values of sfc32 computed apart, with integers of any size.
  it.each([
    [0, 0, [4216505632, 947923937, 2491578854, 3964400089]],
    [1, 2, [259570588, 1336516495, 2056737244, 4142515768]],
    [2 ** 53 - 1, 7, [3045536079, 4012256545, 1405581167, 657697993]],
    [5, -1, [223126250, 4211712470, 3012200652, 3382538243]],
  ])("of seed %i and index %i gives the numbers of sfc32", (seed, index, expected) => {
    const random = randomStream(seed, index);
    expect(expected.map(() => random.bits())).toEqual(expected);
  });

  it("gives uniform numbers from 0 to below 1", () => {
    const random = randomStream(1, 1);
    const values = Array.from({ length: 20000 }, () => random.uniform());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // 5 deviations of the mean, which has a deviation of sqrt(1/12/20000).
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * 0.00204);
  });
});

describe("permutation", () => {
  it("is this one", () => {
    expect([...permutation(12, randomStream(3, 4))]).toEqual([0, 7, 8, 10, 6, 4, 9, 11, 1, 3, 5, 2]);
  });

  it("holds every integer once", () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), ({ seed, index }, count) => {
        const order = permutation(count, randomStream(seed, index));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  it("puts each integer at each place equally often", () => {
    const rounds = 20000;
    const seen = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    for (let i = 0; i < rounds; i++) permutation(5, randomStream(9, i)).forEach((value, place) => seen[value][place]++);
    // 5 deviations of a binomial count.
    for (const count of seen.flat()) expect(Math.abs(count - rounds / 5)).toBeLessThan(5 * Math.sqrt(rounds * 0.16));
  });
});
