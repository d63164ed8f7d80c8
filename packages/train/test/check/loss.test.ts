import { cpu } from "@nn/backend-cpu";
import {
  add,
  argmax,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  gt,
  manualSeed,
  mseLoss,
  mul,
  nllLoss,
  randn,
  setBackend,
  sigmoid,
  softmax,
  sum,
  tensor,
  type Tensor,
} from "@nn/core";
import { Sequential, Sigmoid, Softmax } from "@nn/layers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Loss } from "../../src/model";
import { mlp, classified, line, set } from "./planted";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

describe("loss", () => {
  it("that fails", async () => {
    const [x, y] = classified();
    const found = await line("loss: value", mlp(), [x, y], mseLoss);
    expect(found).toMatchObject({
      verdict: "problem",
      finding: expect.stringMatching(/^it failed: mseLoss: the target/),
    });
    expect(found.hint).toBe("it was given an output [24,3] and a target int32 [24]");
  });

  it("per sample", async () => {
    const perSample: Loss = (output, target) => crossEntropy(output, target, { reduction: "none" });
    expect(await line("loss: value", mlp(), classified(), perSample)).toMatchObject({
      verdict: "problem",
      finding: "[24] is no scalar",
    });
  });

  it("of NaN", async () => {
    const broken: Loss = (output, target) => mul(crossEntropy(output, target), NaN);
    expect(await line("loss: value", mlp(), classified(), broken)).toMatchObject({
      verdict: "problem",
      finding: "it is NaN",
    });
  });

  it("below 0", async () => {
    const model = new Sequential(mlp(), new Softmax(1));
    expect(await line("loss: value", model, classified(), nllLoss)).toMatchObject({
      verdict: "warning",
      finding: expect.stringMatching(/^it is negative: -0\.\d+$/),
    });
  });

  it("far above that of knowing nothing", async () => {
    const model = mlp();
    set(model.parameters()[2], mul(model.parameters()[2], 100));
    expect(await line("loss: start", model, classified())).toMatchObject({
      verdict: "warning",
      finding: expect.stringContaining("outputs of 0 cost 1.099 (ln 3)"),
    });
    const x = randn([24, 6]);
    const far = add(randn([24, 1]), 50);
    expect(await line("loss: start", mlp(6, 1), [x, far], mseLoss)).toMatchObject({
      verdict: "warning",
      finding: expect.stringContaining("answering the targets' mean costs"),
    });
  });

  it.each([
    [
      "softmax by the model and by the loss",
      () => new Sequential(mlp(), new Softmax(1)),
      crossEntropy,
      "softmax to them again",
    ],
    [
      "softmax two times by the loss",
      mlp,
      (output: Tensor, target: Tensor) => crossEntropy(softmax(output, { dim: 1 }), target),
      "applies softmax two times",
    ],
    ["logits for log-probabilities", mlp, nllLoss, "the loss takes log-probabilities, the outputs are none"],
    [
      "probabilities for log-probabilities",
      () => new Sequential(mlp(), new Softmax(1)),
      nllLoss,
      "the loss takes log-probabilities, the outputs are probabilities",
    ],
  ] as [string, () => Sequential, Loss, string][])("%s", async (_, create, loss, finding) => {
    expect(await line("loss: activation", create(), classified(), loss)).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining(finding),
    });
  });

  it("softmax two times with weights and with a sum", async () => {
    const model = new Sequential(mlp(), new Softmax(1));
    const weight = tensor([1, 2, 3]);
    for (const options of [{ weight }, { reduction: "sum" }, { labelSmoothing: 0.1 }] as const) {
      const loss: Loss = (output, target) => crossEntropy(output, target, options);
      expect((await line("loss: activation", model, classified(), loss)).verdict).toBe("problem");
      expect((await line("loss: activation", mlp(), classified(), loss)).verdict).toBe("ok");
    }
  });

  it("sigmoid two times", async () => {
    const x = randn([24, 6]);
    const y = gt(sum(x, { dim: 1, keepdim: true }), 0).to("float32");
    const model = new Sequential(mlp(6, 1), new Sigmoid());
    expect(await line("loss: activation", model, [x, y], binaryCrossEntropyWithLogits)).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining("applies sigmoid to them again"),
    });
    const twice: Loss = (output, target) => binaryCrossEntropyWithLogits(sigmoid(output), target);
    expect(await line("loss: activation", mlp(6, 1), [x, y], twice)).toMatchObject({
      verdict: "problem",
      finding: "the loss applies sigmoid two times",
    });
    // Once is right, and logits that happen to lie between 0 and 1 are no probabilities.
    expect((await line("loss: activation", model, [x, y], binaryCrossEntropy)).verdict).toBe("skipped");
    const flat = mlp(6, 1);
    set(flat.parameters()[2], mul(flat.parameters()[2], 0.01));
    set(flat.parameters()[3], tensor([0.5]));
    expect((await line("loss: activation", flat, [x, y], binaryCrossEntropyWithLogits)).verdict).toBe("ok");
  });

  it("that is a sum", async () => {
    const loss: Loss = (output, target) => crossEntropy(output, target, { reduction: "sum" });
    expect(await line("loss: reduction", mlp(), classified(), loss)).toMatchObject({
      verdict: "warning",
      finding: "a sum: twice the batch gives twice the loss",
    });
  });

  it("that does not look at the target", async () => {
    const loss: Loss = (output) => crossEntropy(output, argmax(output, { dim: 1 }));
    expect(await line("loss: uses targets", mlp(), classified(), loss)).toMatchObject({
      verdict: "problem",
      finding: "it is the same for other targets",
    });
  });
});
