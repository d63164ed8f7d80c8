import { cpu } from "@nn/backend-cpu";
import { rand, setBackend, tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Average, ClassScoreOptions } from "../../src/metrics/class-score";
import { ConfusionMatrix } from "../../src/metrics/confusion-matrix";
import { F1Score } from "../../src/metrics/f1-score";
import type { Metric } from "../../src/metrics/metric";
import { Precision } from "../../src/metrics/precision";
import { Recall } from "../../src/metrics/recall";
import { best, classBatches, int, toTensors, type Sample } from "./batches";

beforeEach(() => setBackend(cpu()));

const BATCHES = classBatches(11, 4, [9, 2, 1, 17]);

async function over<V>(metric: Metric<V>, batches: readonly Sample[][] = BATCHES): Promise<V> {
  for (const batch of batches) metric.update(...toTensors(batch));
  return metric.compute();
}

/** Targets and predictions as one-hot outputs. */
function predictions(targets: readonly number[], predicted: readonly number[], classes: number): Sample[][] {
  return [
    targets.map((target, i) => ({
      output: Array.from({ length: classes }, (_, j) => (j === predicted[i] ? 1 : 0)),
      target,
    })),
  ];
}

/** Precision, recall or F1 of one class, by counting samples. */
function bruteForce(kind: "Precision" | "Recall" | "F1Score", of: number): number {
  const samples = BATCHES.flat();
  const right = samples.filter((s) => s.target === of && best(s) === of).length;
  const predicted = samples.filter((s) => best(s) === of).length;
  const actual = samples.filter((s) => s.target === of).length;
  if (kind === "Precision") return right / predicted;
  if (kind === "Recall") return right / actual;
  return 2 / (predicted / right + actual / right);
}

describe("ConfusionMatrix", () => {
  it("has targets in rows and predictions in columns", async () => {
    const matrix = await over(new ConfusionMatrix({ numClasses: 3 }), predictions([0, 0, 1, 2], [0, 1, 1, 0], 3));
    expect(matrix).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it("counts what a loop counts, over uneven batches", async () => {
    const expected = [0, 1, 2, 3].map((row) =>
      [0, 1, 2, 3].map((column) => BATCHES.flat().filter((s) => s.target === row && best(s) === column).length),
    );
    expect(await over(new ConfusionMatrix({ numClasses: 4 }))).toEqual(expected);
  });

  it("counts exactly beyond what float32 can", async () => {
    const metric = new ConfusionMatrix({ numClasses: 2 });
    metric.loadStateDict({ sums: int([2 ** 24, 0, 0, 0, 0, 0, 0]), count: 2 ** 24 });
    metric.update(tensor([[1, 0]]), int([0]));
    expect((await metric.compute())[0][0]).toBe(2 ** 24 + 1);
  });

  it("takes a threshold, and leaves ignored targets out", async () => {
    const metric = new ConfusionMatrix({ threshold: 0.5, ignoreIndex: -1 });
    metric.update(tensor([0.2, 0.9, 0.5, 0.7]), int([0, 0, 1, -1]));
    expect(await metric.compute()).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it("is NaN after a NaN output, and tells unknown targets", async () => {
    const metric = new ConfusionMatrix({ numClasses: 2 });
    metric.update(tensor([[1, NaN]]), int([0]));
    expect(await metric.compute()).toEqual([
      [NaN, NaN],
      [NaN, NaN],
    ]);
    metric.reset();
    metric.update(rand([3, 2]), int([2, -3, 1]));
    await expect(metric.compute()).rejects.toThrow("ConfusionMatrix: 2 of the targets are no class from 0 to 1");
  });

  it("takes classes in dimension 1 of more dimensions", async () => {
    const metric = new ConfusionMatrix({ numClasses: 2 });
    metric.update(tensor([[[1, 0, 1], [0, 1, 2]]]), int([[0, 0, 1]])); // oxfmt-ignore
    expect(await metric.compute()).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });

  it.each([
    [{}, "ConfusionMatrix: numClasses must be an integer of at least 2, got undefined"],
    [{ numClasses: 1 }, "got 1"],
    [{ numClasses: 2.5 }, "got 2.5"],
    [{ numClasses: 3, threshold: 0 }, "a threshold tells 2 classes apart, numClasses is 3"],
  ])("refuses %o", (options, message) => {
    expect(() => new ConfusionMatrix(options)).toThrow(message);
  });

  it("refuses outputs of another number of classes", () => {
    const metric = new ConfusionMatrix({ numClasses: 3 });
    expect(() => metric.update(rand([2, 4]), int([0, 1]))).toThrow("the output [2,4] has 4 classes, numClasses is 3");
  });
});

const METRICS = { Precision, Recall, F1Score };

describe.each(["Precision", "Recall", "F1Score"] as const)("%s", (kind) => {
  const compute = <A extends Average>(options: ClassScoreOptions<A>) => over(new METRICS[kind]<A>(options));

  it("gives each class's score", async () => {
    const scores = await compute({ numClasses: 4, average: "none" });
    expect(scores).toHaveLength(4);
    scores.forEach((score, i) => expect(score).toBeCloseTo(bruteForce(kind, i), 12));
  });

  it("averages over classes, by default all alike", async () => {
    const scores = [0, 1, 2, 3].map((i) => bruteForce(kind, i));
    expect(await compute({ numClasses: 4 })).toBeCloseTo(scores.reduce((a, b) => a + b) / 4, 12);
    const samples = BATCHES.flat();
    const weighted = samples.reduce((sum, { target }) => sum + scores[target], 0) / samples.length;
    expect(await compute({ numClasses: 4, average: "weighted" })).toBeCloseTo(weighted, 12);
    // With one prediction per sample, all micro averages are the accuracy.
    const right = samples.filter((s) => best(s) === s.target).length;
    expect(await compute({ numClasses: 4, average: "micro" })).toBeCloseTo(right / samples.length, 12);
  });

  it("is NaN without a target that counts, and after a NaN output", async () => {
    for (const average of ["macro", "micro", "weighted"] as const) {
      const empty = new METRICS[kind]({ numClasses: 2, ignoreIndex: 0, average });
      empty.update(tensor([[1, 0]]), int([0]));
      expect(await empty.compute()).toBeNaN();
      const broken = new METRICS[kind]({ numClasses: 2, average });
      broken.update(tensor([[1, 0], [NaN, 0]]), int([0, 0])); // oxfmt-ignore
      expect(await broken.compute()).toBeNaN();
    }
  });

  it("refuses unknown averages", () => {
    expect(() => new METRICS[kind]({ numClasses: 3, average: "mean" as never })).toThrow(
      `${kind}: unknown average "mean", expected one of binary, macro, micro, weighted, none`,
    );
    expect(() => new METRICS[kind]({ numClasses: 3, average: "binary" })).toThrow("is for 2 classes, numClasses is 3");
  });
});

describe("classes without samples", () => {
  // Class 2 has no target and is predicted once; class 3 appears nowhere; class 1 is never predicted.
  const batches = predictions([0, 0, 1], [0, 2, 0], 4);

  it("score 0, and count in the macro average only where they appear", async () => {
    const all = { numClasses: 4, average: "none" } as const;
    expect(await over(new Precision(all), batches)).toEqual([0.5, 0, 0, 0]);
    expect(await over(new Recall(all), batches)).toEqual([0.5, 0, 0, 0]);
    expect(await over(new F1Score(all), batches)).toEqual([0.5, 0, 0, 0]);
    for (const metric of [new Precision({ numClasses: 4 }), new Recall({ numClasses: 4 })]) {
      expect(await over(metric, batches)).toBeCloseTo(0.5 / 3, 12);
    }
  });
});

describe("two classes with a threshold", () => {
  it("give the score of class 1", async () => {
    const output = tensor([2, 1, -1, 3, -2, -4]);
    const target = tensor([1, 0, 1, 1, 0, 0]);
    const options = { threshold: 0 };
    for (const [metric, expected] of [
      [new Precision(options), 2 / 3],
      [new Recall(options), 2 / 3],
      [new F1Score(options), 2 / 3],
      [new Precision({ ...options, threshold: 1 }), 1],
      [new Recall({ ...options, threshold: 2 }), 1 / 3],
      [new F1Score({ ...options, threshold: 1 }), (2 * (1 * (2 / 3))) / (1 + 2 / 3)],
      [new F1Score({ ...options, average: "macro" }), 2 / 3],
    ] as const) {
      metric.update(output, target);
      expect(await metric.compute()).toBeCloseTo(expected, 12);
    }
  });
});
