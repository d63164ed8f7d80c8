import { cpu } from "@nn/backend-cpu";
import {
  add,
  binaryCrossEntropyWithLogits,
  cat,
  crossEntropy,
  full,
  gt,
  manualSeed,
  mean,
  mseLoss,
  mul,
  ones,
  randint,
  randn,
  setBackend,
  slice,
  square,
  sub,
  sum,
  tensor,
  zeros,
} from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Loss } from "../../src/model";
import { mlp, classified, line } from "./planted";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

describe("labels", () => {
  it("NaN", async () => {
    const y = cat([tensor([[NaN]]), randn([23, 1])]);
    expect(await line("labels: finite", mlp(6, 1), [randn([24, 6]), y], mseLoss)).toMatchObject({
      verdict: "problem",
      finding: "1 of 24 values are NaN or infinite",
    });
  });

  it("[N] beside [N,1], which broadcasts to [N,N]", async () => {
    const broadcasting: Loss = (output, target) => mean(square(sub(output, target)));
    const found = await line("labels: shape", mlp(6, 1), [randn([24, 6]), randn([24])], broadcasting);
    expect(found).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining("targets [24] for outputs [24,1]"),
    });
    expect(found.hint).toContain("target.reshape([24,1])");
  });

  it("another number of samples", async () => {
    const [x] = classified();
    expect(await line("labels: shape", mlp(), [x, randint(0, 3, [23])])).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining("not as many"),
    });
  });

  it("classes in floating point", async () => {
    const [x, y] = classified();
    const found = await line("labels: classes", mlp(), [x, y.to("float32")]);
    expect(found).toMatchObject({ verdict: "problem", finding: expect.stringContaining("float32 targets hold whole") });
    expect(found.hint).toContain('target.to("int32")');
  });

  it("classes that start at 1, or are more than outputs", async () => {
    const [x, y] = classified();
    const fromOne = await line("labels: classes", mlp(), [x, add(y, tensor(1, { dtype: "int32" }))]);
    expect(fromOne.verdict).toBe("problem");
    expect(fromOne.hint).toBe("classes count from 0: subtract 1");
    const more = await line("labels: classes", mlp(6, 2), [x, y]);
    expect(more).toMatchObject({ verdict: "problem", finding: expect.stringContaining("are not from 0 to 1: 2") });
  });

  it("classes out of range that the loss does not mind", async () => {
    const [x, y] = classified();
    const loss: Loss = (output, target) => crossEntropy(output, target, { ignoreIndex: 255 });
    const ignored = cat([full([3], 255, { dtype: "int32" }), slice(y, [[3]])]);
    expect(await line("labels: classes", mlp(), [x, ignored], loss)).toMatchObject({
      verdict: "warning",
      finding: "3 of 24 targets are not from 0 to 2: 255",
    });
  });

  it("-1 and 1 for a loss of probabilities", async () => {
    const x = randn([24, 6]);
    const y = sub(mul(gt(sum(x, { dim: 1, keepdim: true }), 0).to("float32"), 2), 1);
    const found = await line("labels: classes", mlp(6, 1), [x, y], binaryCrossEntropyWithLogits);
    expect(found).toMatchObject({ verdict: "problem", finding: "targets from -1 to 1 for a loss of probabilities" });
  });

  it("one class only, or nearly so", async () => {
    const [x] = classified();
    const one = await line("labels: balance", mlp(), [x, ones([24], { dtype: "int32" })]);
    expect(one).toMatchObject({ verdict: "problem", finding: "all 24 targets are 1" });
    expect(one.hint).toContain("shuffle");
    const rare = cat([ones([1], { dtype: "int32" }), zeros([23], { dtype: "int32" })]);
    expect(await line("labels: balance", mlp(), [x, rare])).toMatchObject({
      verdict: "warning",
      finding: "class 0 holds 96% of the targets (class 1: 4.2%)",
    });
  });

  it("values far from 1", async () => {
    const x = randn([24, 6]);
    const y = mul(sum(x, { dim: 1, keepdim: true }), 1e5);
    expect(await line("labels: balance", mlp(6, 1), [x, y], mseLoss)).toMatchObject({
      verdict: "warning",
      finding: expect.stringContaining("in the root mean square"),
    });
  });
});
