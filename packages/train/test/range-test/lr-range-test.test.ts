import { cpu } from "@nn/backend-cpu";
import { crossEntropy, full, manualSeed, mul, setBackend, sum, tensor, zeros, type Tensor } from "@nn/core";
import { Module, type Sequential } from "@nn/layers";
import { Adam, SGD } from "@nn/optim";
import { beforeEach, describe, expect, it } from "vitest";
import { lrRangeTest } from "../../src/range-test/lr-range-test";
import { mlp, OPTIONS, problem } from "./problem";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(1);
});

describe("lrRangeTest", () => {
  it("raises the rate exponentially and tells the losses before each step", async () => {
    const model = mlp();
    const [batch] = problem(1);
    const start = await crossEntropy(model.forward(batch[0]), batch[1]).item();
    const result = await lrRangeTest(model, [batch], { ...OPTIONS, minLr: 1e-4, maxLr: 1e-2, steps: 21 });
    expect(result.rates).toHaveLength(21);
    result.rates.forEach((rate, i) => expect(rate / (1e-4 * 10 ** (i / 10))).toBeCloseTo(1, 10));
    expect(result.losses[0]).toBe(start);
    expect(result.smoothed[0]).toBeCloseTo(start, 12);
    expect(result.smoothed[2]).toBeCloseTo(
      (0.64 * result.losses[0] + 0.8 * result.losses[1] + result.losses[2]) / (0.64 + 0.8 + 1),
      10,
    );
    expect(result.losses[20]).toBeLessThan(start);
  });

  it.each([0, 1, 2, 3])("suggests a rate that trains well, for Adam and SGD (seed %i)", async (seed) => {
    manualSeed(seed);
    const batches = problem(30);
    for (const [create, low, high] of [
      [(model: Sequential) => new Adam(model.parameters()), 2e-3, 0.2],
      [(model: Sequential) => new SGD(model.parameters(), { lr: 0.1 }), 0.05, 5],
    ] as const) {
      const model = mlp();
      const optimizer = create(model);
      const { suggestion, diverged } = await lrRangeTest(model, batches, { ...OPTIONS, optimizer });
      expect(suggestion).toBeGreaterThan(low);
      expect(suggestion).toBeLessThan(high);
      expect(diverged).toBe(true);
      optimizer.groups[0].lr = suggestion!;
      const losses: number[] = [];
      for (let i = 0; i < 90; i++) {
        const [x, y] = batches[i % 30];
        const loss = crossEntropy(model.forward(x), y);
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        losses.push(await loss.item());
      }
      expect(Math.max(...losses.slice(-10))).toBeLessThan(losses[0] * 0.7);
    }
  });

  it("suggests nothing when the loss does not fall", async () => {
    const model = mlp();
    const [[x]] = problem(1);
    const flat = await lrRangeTest(model, [[x, x]], { loss: (output) => sum(mul(output, 0)) });
    expect(flat.suggestion).toBeUndefined();
    expect(flat.diverged).toBe(false);
    expect(flat.rates).toHaveLength(100);
    const uphill = await lrRangeTest(model, problem(4), {
      ...OPTIONS,
      optimizer: new SGD(model.parameters(), { lr: 1, maximize: true }),
    });
    expect(uphill.suggestion).toBeUndefined();
    expect(uphill.diverged).toBe(true);
  });

  it("ends when the loss is no longer finite, without that loss", async () => {
    const model = mlp();
    const loss = (output: Tensor, target: Tensor): Tensor => crossEntropy(mul(output, 1e10), target);
    const result = await lrRangeTest(model, problem(2), {
      loss,
      maxLr: 1e30,
      minLr: 1e20,
      optimizer: new SGD(model.parameters(), { lr: 1 }),
    });
    expect(result.diverged).toBe(true);
    expect(result.losses.every(Number.isFinite)).toBe(true);
    expect(result.rates.length).toBeLessThan(100);
  });

  it("keeps the ratio of the groups' rates", async () => {
    const model = mlp();
    const optimizer = new SGD(
      [
        { params: model.parameters().slice(0, 2), lr: 0.2 },
        { params: model.parameters().slice(2), lr: 0.1 },
      ],
      { lr: 1 },
    );
    const ratios: number[] = [];
    const spy = {
      groups: optimizer.groups,
      zeroGrad: () => optimizer.zeroGrad(),
      stateDict: () => optimizer.stateDict(),
      loadStateDict: (state: object) => optimizer.loadStateDict(state as never),
      step: () => {
        ratios.push(optimizer.groups[1].lr / optimizer.groups[0].lr);
        optimizer.step();
      },
    };
    await lrRangeTest(model, problem(1), { ...OPTIONS, optimizer: spy, steps: 10 });
    expect(ratios).toHaveLength(10);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(0.5, 10);
    expect(optimizer.groups.map(({ lr }) => lr)).toEqual([0.2, 0.1]);
  });
});

describe("lrRangeTest refuses", () => {
  it.each([
    [{ minLr: 0 }, "expected 0 < minLr < maxLr, got minLr 0 and maxLr 10"],
    [{ minLr: 1, maxLr: 0.1 }, "got minLr 1 and maxLr 0.1"],
    [{ maxLr: Infinity }, "maxLr Infinity"],
    [{ minLr: NaN }, "minLr NaN"],
    [{ steps: 9 }, "steps must be an integer of at least 10, got 9"],
    [{ steps: 20.5 }, "got 20.5"],
    [{ smoothing: 1 }, "smoothing must lie in [0, 1), got 1"],
    [{ smoothing: -0.1 }, "got -0.1"],
  ])("%o", async (options, message) => {
    await expect(lrRangeTest(mlp(), problem(1), { ...OPTIONS, ...options })).rejects.toThrow(message);
  });

  it("no batches, and batches that can be gone through only once", async () => {
    await expect(lrRangeTest(mlp(), [], OPTIONS)).rejects.toThrow("lrRangeTest: there are no batches");
    const once = problem(3).values();
    await expect(lrRangeTest(mlp(), once, OPTIONS)).rejects.toThrow("they can be gone through only once");
  });

  it("batches that are none, losses that are no scalar or not finite", async () => {
    const [[x, y]] = problem(1);
    await expect(lrRangeTest(mlp(), [x] as never, OPTIONS)).rejects.toThrow("a batch must be an array of tensors");
    const perSample = (output: Tensor, target: Tensor): Tensor => crossEntropy(output, target, { reduction: "none" });
    await expect(lrRangeTest(mlp(), [[x, y]], { loss: perSample })).rejects.toThrow(
      "the loss must be a scalar, got [16]",
    );
    await expect(lrRangeTest(mlp(), [[x, y]], { loss: () => 3 as never })).rejects.toThrow("got number");
    const broken = full([16, 6], NaN);
    await expect(lrRangeTest(mlp(), [[broken, y]], OPTIONS)).rejects.toThrow("the loss is NaN before any step");
  });

  it("a model without parameters to train", async () => {
    class Nothing extends Module {
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    await expect(
      lrRangeTest(new Nothing(), [[zeros([2, 3]), tensor([0, 1], { dtype: "int32" })]], OPTIONS),
    ).rejects.toThrow("the model has no parameter that requires a gradient");
  });

  it("to start when it is aborted already", async () => {
    const signal = AbortSignal.abort(new Error("not even begun"));
    await expect(lrRangeTest(mlp(), problem(1), { ...OPTIONS, signal })).rejects.toThrow("not even begun");
  });
});
