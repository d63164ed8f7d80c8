import { cpu } from "@nn/backend-cpu";
import { memoryStats, rand, randint, setBackend, type Backend, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Accuracy } from "../../src/metrics/accuracy";
import { ConfusionMatrix } from "../../src/metrics/confusion-matrix";
import { F1Score } from "../../src/metrics/f1-score";
import { MeanAbsoluteError } from "../../src/metrics/mean-absolute-error";
import type { Metric } from "../../src/metrics/metric";
import { Perplexity } from "../../src/metrics/perplexity";
import { Precision } from "../../src/metrics/precision";
import { R2Score } from "../../src/metrics/r2-score";
import { Recall } from "../../src/metrics/recall";
import { RootMeanSquaredError } from "../../src/metrics/root-mean-squared-error";

let backend: Backend;
beforeEach(() => setBackend((backend = cpu())));

const classes = (): [Tensor, Tensor] => [rand([6, 4]), randint(0, 4, [6])];
const pairs = (): [Tensor, Tensor] => [rand([6]), rand([6])];
const CASES: [string, () => Metric<unknown>, () => [Tensor, Tensor]][] = [
  ["Accuracy", () => new Accuracy(), classes],
  ["Accuracy topK", () => new Accuracy({ topK: 2 }), classes],
  ["Accuracy threshold", () => new Accuracy({ threshold: 0.5 }), () => [rand([6]), randint(0, 2, [6])]],
  ["ConfusionMatrix", () => new ConfusionMatrix({ numClasses: 4, ignoreIndex: 3 }), classes],
  ["Precision", () => new Precision({ numClasses: 4 }), classes],
  ["Recall", () => new Recall({ numClasses: 4, average: "none" }), classes],
  ["F1Score", () => new F1Score({ numClasses: 4 }), classes],
  ["MeanAbsoluteError", () => new MeanAbsoluteError(), pairs],
  ["RootMeanSquaredError", () => new RootMeanSquaredError(), pairs],
  ["R2Score", () => new R2Score(), pairs],
  ["Perplexity", () => new Perplexity(), classes],
];

describe.each(CASES)("%s", (_, create, batch) => {
  it("reads nothing in update, and once in compute", async () => {
    const read = vi.spyOn(backend, "read");
    const readSync = vi.spyOn(backend, "readSync");
    const metric = create();
    for (let i = 0; i < 5; i++) metric.update(...batch());
    expect(read).not.toHaveBeenCalled();
    expect(readSync).not.toHaveBeenCalled();
    await metric.compute();
    expect(read).toHaveBeenCalledTimes(1);
    expect(readSync).not.toHaveBeenCalled();
  });

  it("stays flat in memory, and gives it back on reset", () => {
    const metric = create();
    const [output, target] = batch();
    // Constants that the ops use stay.
    metric.update(output, target);
    metric.reset();
    const before = memoryStats().buffers;
    metric.update(output, target);
    metric.update(output, target);
    const { buffers, bytes } = memoryStats();
    for (let i = 0; i < 50; i++) metric.update(output, target);
    expect(memoryStats().buffers).toBe(buffers);
    expect(memoryStats().bytes).toBe(bytes);
    metric.reset();
    expect(memoryStats().buffers).toBe(before);
  });

  it("records no graph for outputs that require gradients", () => {
    const metric = create();
    const [output, target] = batch();
    output.requiresGrad = true;
    metric.update(output, target);
    expect(metric.stateDict().sums?.requiresGrad).toBe(false);
  });

  it("goes on from a state as if it had never stopped", async () => {
    const batches = [batch(), batch(), batch()];
    const whole = create();
    for (const pair of batches) whole.update(...pair);
    const first = create();
    first.update(...batches[0]);
    const second = create();
    second.loadStateDict(first.stateDict());
    first.reset();
    second.update(...batches[1]);
    second.update(...batches[2]);
    expect(await second.compute()).toEqual(await whole.compute());
  });
});
