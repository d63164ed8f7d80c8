import { cpu } from "@nn/backend-cpu";
import { crossEntropy, rand, setBackend, tensor, zeros, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { MeanAbsoluteError } from "../../src/metrics/mean-absolute-error";
import type { Metric } from "../../src/metrics/metric";
import { Perplexity } from "../../src/metrics/perplexity";
import { R2Score } from "../../src/metrics/r2-score";
import { RootMeanSquaredError } from "../../src/metrics/root-mean-squared-error";
import { classBatches, int, toTensors } from "./batches";
import { randomStream } from "./random";

beforeEach(() => setBackend(cpu()));

interface Column {
  readonly output: number[];
  readonly target: number[];
}

/** Pairs in batches of uneven sizes, as float32 holds them. */
function columns(seed: number, sizes: readonly number[], offset = 0, spread = 1, error = 0.5): Column[] {
  const random = randomStream(seed);
  return sizes.map((size) => {
    const target = Array.from({ length: size }, () => Math.fround(offset + spread * (random() - 0.5)));
    return { target, output: target.map((t) => Math.fround(t + error * spread * (random() - 0.5))) };
  });
}

async function over(metric: Metric, batches: readonly Column[]): Promise<number> {
  for (const { output, target } of batches) metric.update(tensor(output), tensor(target));
  return metric.compute();
}

function r2(batches: readonly Column[]): number {
  const target = batches.flatMap((batch) => batch.target);
  const output = batches.flatMap((batch) => batch.output);
  const mean = target.reduce((a, b) => a + b) / target.length;
  const spread = target.reduce((sum, t) => sum + (t - mean) ** 2, 0);
  return 1 - target.reduce((sum, t, i) => sum + (t - output[i]) ** 2, 0) / spread;
}

const SIZES = [5, 1, 13, 8];

describe("MeanAbsoluteError and RootMeanSquaredError", () => {
  it("are means over elements, not over batches", async () => {
    const batches = columns(5, SIZES);
    const errors = batches.flatMap(({ output, target }) => output.map((o, i) => Math.abs(o - target[i])));
    const mean = errors.reduce((a, b) => a + b) / errors.length;
    expect(await over(new MeanAbsoluteError(), batches)).toBeCloseTo(mean, 6);
    const square = errors.reduce((a, b) => a + b * b, 0) / errors.length;
    expect(await over(new RootMeanSquaredError(), batches)).toBeCloseTo(Math.sqrt(square), 6);
  });

  it("agree with hand-computed values", async () => {
    const batches = [
      { output: [1, 2], target: [1, 4] },
      { output: [0], target: [-4] },
    ];
    expect(await over(new MeanAbsoluteError(), batches)).toBe(2);
    expect(await over(new RootMeanSquaredError(), batches)).toBeCloseTo(Math.sqrt(20 / 3), 6);
  });

  it.each([MeanAbsoluteError, RootMeanSquaredError, R2Score])("%o pass NaN on and refuse other shapes", async (of) => {
    expect(await over(new of(), [{ output: [1, NaN, 2], target: [1, 2, 4] }])).toBeNaN();
    const metric = new of();
    expect(() => metric.update(zeros([4, 1]), zeros([4]))).toThrow(
      `${of.name}: the target [4] must have the shape of the output [4,1]; reshape one of them`,
    );
    await expect(metric.compute()).rejects.toThrow(`${of.name}: no batch to compute from`);
  });
});

describe("R2Score", () => {
  it("agrees with the definition over uneven batches", async () => {
    const batches = columns(7, SIZES);
    expect(await over(new R2Score(), batches)).toBeCloseTo(r2(batches), 5);
  });

  it("does not cancel when the targets are far from 0", async () => {
    const batches = columns(8, SIZES, 10_000, 1);
    expect(Math.abs(r2(batches))).toBeGreaterThan(0.5);
    expect(await over(new R2Score(), batches)).toBeCloseTo(r2(batches), 4);
  });

  it("does not cancel when the first batch is unlike the others", async () => {
    const batches = [...columns(9, [2], 9500, 1), ...columns(10, Array(200).fill(8) as number[], 10_500, 1, 40)];
    expect(await over(new R2Score(), batches)).toBeCloseTo(r2(batches), 3);
  });

  it("is 0 for the mean, 1 for the targets, negative for worse", async () => {
    expect(await over(new R2Score(), [{ output: [2, 2, 2], target: [1, 2, 3] }])).toBeCloseTo(0, 6);
    expect(await over(new R2Score(), [{ output: [1, 2, 3], target: [1, 2, 3] }])).toBe(1);
    expect(await over(new R2Score(), [{ output: [3, 2, 1], target: [1, 2, 3] }])).toBeCloseTo(-3, 6);
  });

  it("takes equal targets as scikit-learn does, and a single sample as undefined", async () => {
    const target = Array(7).fill(0.1) as number[];
    expect(await over(new R2Score(), [{ output: target, target }])).toBe(1);
    expect(await over(new R2Score(), [{ output: target.map((t) => t + 1), target }])).toBe(0);
    expect(await over(new R2Score(), [{ output: [1], target: [1] }])).toBeNaN();
  });

  it("is the mean over columns", async () => {
    const [a, b] = [columns(1, [9]), columns(2, [9], 3, 2, 2)];
    const pair = (x: number[], y: number[]): Tensor => tensor(x.map((value, i) => [value, y[i]]));
    const metric = new R2Score();
    metric.update(pair(a[0].output, b[0].output), pair(a[0].target, b[0].target));
    expect(await metric.compute()).toBeCloseTo((r2(a) + r2(b)) / 2, 5);
    expect(() => metric.update(zeros([3]), zeros([3]))).toThrow("differs in columns from earlier ones");
    expect(() => metric.update(zeros([3, 2, 1]), zeros([3, 2, 1]))).toThrow("R2Score: expected [batch] or");
  });

  it("does not take its centre from an empty batch", async () => {
    const batches = columns(7, SIZES);
    const metric = new R2Score();
    metric.update(zeros([0]), zeros([0]));
    expect(await over(metric, batches)).toBeCloseTo(r2(batches), 5);
  });

  it("goes on from a state, and starts over after reset", async () => {
    const batches = columns(8, SIZES, 10_000, 1);
    const first = new R2Score();
    await over(first, batches.slice(0, 2));
    const second = new R2Score();
    second.loadStateDict(first.stateDict());
    expect(await over(second, batches.slice(2))).toBeCloseTo(r2(batches), 4);
    second.reset();
    const others = columns(3, SIZES, -5);
    expect(await over(second, others)).toBeCloseTo(r2(others), 5);
  });
});

describe("Perplexity", () => {
  it("is e to the mean cross-entropy over all targets", async () => {
    const batches = classBatches(21, 6, SIZES);
    const metric = new Perplexity();
    for (const batch of batches) metric.update(...toTensors(batch));
    const losses = batches.flat().map(({ output, target }) => {
      const sum = output.reduce((total, v) => total + Math.exp(v), 0);
      return Math.log(sum) - output[target];
    });
    expect(await metric.compute()).toBeCloseTo(Math.exp(losses.reduce((a, b) => a + b) / losses.length), 5);
  });

  it("is the number of classes for a model that knows nothing", async () => {
    const metric = new Perplexity();
    metric.update(zeros([2, 7, 3]), int([[0, 1, 2], [3, 4, 5]])); // oxfmt-ignore
    expect(await metric.compute()).toBeCloseTo(7, 5);
  });

  it.each([-100, 0])("leaves the ignored class %i out", async (ignoreIndex) => {
    const logits = rand([3, 4]);
    const metric = new Perplexity(ignoreIndex === -100 ? {} : { ignoreIndex });
    metric.update(logits, int([1, ignoreIndex, 2]));
    const kept = crossEntropy(logits.slice([[0, 3, 2]]), int([1, 2]));
    expect(await metric.compute()).toBeCloseTo(Math.exp(await kept.item()), 5);
  });

  it("is NaN for NaN logits and when nothing counts", async () => {
    const broken = new Perplexity();
    broken.update(tensor([[1, NaN]]), int([0]));
    expect(await broken.compute()).toBeNaN();
    const empty = new Perplexity();
    empty.update(tensor([[1, 0]]), int([-100]));
    expect(await empty.compute()).toBeNaN();
  });

  it("refuses wrong shapes and options", () => {
    const metric = new Perplexity();
    // Logits [batch, time, classes], whose classes are not in dimension 1.
    expect(() => metric.update(rand([2, 5, 9]), int([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]))).toThrow(
      "Perplexity: the output is [2,5,9], the target int32 [2,5]; expected an output [batch, classes, ...]",
    ); // oxfmt-ignore
    expect(() => new Perplexity({ ignoreIndex: 0.5 })).toThrow("ignoreIndex must be an integer, got 0.5");
  });
});
