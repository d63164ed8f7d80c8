import { ArgumentError } from "@nn/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomSplit, stratifiedSplit } from "../../src/index";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const sorted = (lists: readonly { readonly indices: Uint32Array }[]) =>
  lists.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b);

const fractions = fc
  .array(fc.nat(20), { minLength: 1, maxLength: 5 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => weights.map((weight) => weight / weights.reduce((sum, other) => sum + other)));

describe("randomSplit", () => {
  it.each([
    [10, [7, 2, 1], [7, 2, 1]],
    [10, [0.7, 0.2, 0.1], [7, 2, 1]],
    // As PyTorch rounds: 3 + 3 + 3, and one more to the first.
    [10, [1 / 3, 1 / 3, 1 / 3], [4, 3, 3]],
    [11, [0.5, 0.25, 0.25], [6, 3, 2]],
    [1, [1], [1]],
    [3, [1, 0], [3, 0]],
    [5, [0, 5], [0, 5]],
  ])("splits %i samples by %j into %j", (count, lengths, expected) => {
    const parts = randomSplit(numbers(count), lengths);
    expect(parts.map((part) => part.length)).toEqual(expected);
    expect(sorted(parts)).toEqual(numbers(count));
    expect(parts.every((part) => Array.from(part.indices).every((index, i) => part.get(i) === index))).toBe(true);
  });

  it("deals every sample out once, by the seed alone", () => {
    fc.assert(
      fc.property(fc.nat(60), fractions, fc.maxSafeNat(), (count, shares, seed) => {
        const parts = randomSplit(numbers(count), shares, { seed });
        expect(sorted(parts)).toEqual(numbers(count));
        for (const [i, part] of parts.entries())
          expect(Math.abs(part.length - count * shares[i])).toBeLessThan(shares.length);
        expect(randomSplit(numbers(count), shares, { seed }).map(({ indices }) => indices)).toEqual(
          parts.map(({ indices }) => indices),
        );
      }),
    );
    expect(randomSplit(numbers(50), [50], { seed: 1 })[0].indices).not.toEqual(
      randomSplit(numbers(50), [50])[0].indices,
    );
  });

  it.each([[[5, 4]], [[11]], [[0.5, 0.4]], [[0.5, 0.6]], [[-1, 11]], [[NaN, 1]], [[2.5, 7.5]], [[Infinity]], [[]]])(
    "refuses %j for 10 samples",
    (lengths) => {
      expect(() => randomSplit(numbers(10), lengths)).toThrow(ArgumentError);
      expect(() => randomSplit(numbers(10), lengths)).toThrow(
        "must be lengths that sum up to the 10 samples, or fractions",
      );
    },
  );

  it.each([-1, 0.5, NaN])("refuses the seed %d", (seed) => {
    expect(() => randomSplit([1], [1], { seed })).toThrow("randomSplit: seed must be a non-negative integer");
    expect(() => stratifiedSplit([1], [1], [1], { seed })).toThrow(
      "stratifiedSplit: seed must be a non-negative integer",
    );
  });
});

describe("stratifiedSplit", () => {
  it("gives each part its share of every class", () => {
    const labels = "aaaaaaaaaabbbbbbbbbbbbbbbbbbbbccccc".split("");
    const [train, test] = stratifiedSplit(labels, labels, [0.8, 0.2]);
    const counts = (part: typeof train) =>
      ["a", "b", "c"].map((name) => [...part.indices].filter((i) => labels[i] === name).length);
    expect(counts(train)).toEqual([8, 16, 4]);
    expect(counts(test)).toEqual([2, 4, 1]);
  });

  it("keeps classes and totals within a sample of their share", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 80 }), fractions, fc.maxSafeNat(), (labels, shares, seed) => {
        const parts = stratifiedSplit(labels, Uint8Array.from(labels), shares, { seed });
        expect(sorted(parts)).toEqual(numbers(labels.length));
        for (const [i, part] of parts.entries()) {
          expect(Math.abs(part.length - labels.length * shares[i])).toBeLessThanOrEqual(1);
          for (const label of new Set(labels)) {
            const all = labels.filter((other) => other === label).length;
            const here = [...part.indices].filter((index) => labels[index] === label).length;
            // A class lies between two totals, each of which is within a sample.
            expect(Math.abs(here - all * shares[i])).toBeLessThanOrEqual(shares.length === 2 ? 1.000001 : 2);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("mixes the classes within a part", () => {
    const labels = Uint8Array.from({ length: 200 }, (_, i) => (i < 100 ? 0 : 1));
    const [part] = stratifiedSplit(numbers(200), labels, [0.5, 0.5]);
    const firstHalf = [...part.indices].slice(0, 50).filter((index) => labels[index] === 0).length;
    expect(firstHalf).toBeGreaterThan(10);
    expect(firstHalf).toBeLessThan(40);
  });

  it("refuses labels of another number and fractions that are none", () => {
    expect(() => stratifiedSplit([1, 2], [1], [1])).toThrow("stratifiedSplit: 1 labels for 2 samples");
    for (const shares of [[0.5, 0.4], [1, 1], [-0.5, 1.5], [NaN], []]) {
      // oxfmt-ignore
      expect(() => stratifiedSplit([1], [1], shares)).toThrow("fractions must be from 0 to 1 and sum up to 1");
    }
  });
});
