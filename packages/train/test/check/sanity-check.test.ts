import { cpu } from "@nn/backend-cpu";
import {
  crossEntropy,
  manualSeed,
  memoryStats,
  mseLoss,
  noGrad,
  randint,
  randn,
  setBackend,
  tensor,
  zeros,
  zerosLike,
  type Tensor,
} from "@nn/core";
import { BatchNorm1d, Dropout, Linear, Module, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { beforeEach, describe, expect, it } from "vitest";
import { sanityCheck } from "../../src/check/sanity-check";
import type { Model } from "../../src/model";
import { everythingOf } from "../range-test/everything";
import { HEALTHY } from "./healthy";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

const mlp = (): Sequential => new Sequential(new Linear(6, 24), new ReLU(), new Linear(24, 3));
const batch = (): Tensor[] => [randn([16, 6]), randint(0, 3, [16])];

describe("healthy models", () => {
  it.each(Object.keys(HEALTHY).flatMap((name) => [1, 2, 3].map((seed) => [name, seed] as const)))(
    "raise no alarm: %s (seed %i)",
    async (name, seed) => {
      manualSeed(seed);
      const { model, batch: samples, loss } = HEALTHY[name]();
      const report = await sanityCheck(model, samples, loss);
      expect(report.checks.filter(({ verdict }) => verdict === "warning" || verdict === "problem")).toEqual([]);
      expect(report.ok).toBe(true);
      expect(String(report)).toMatch(/^sanity check: nothing suspicious\n/);
    },
  );

  it("raise no alarm when the last layer starts at 0", async () => {
    const model = mlp();
    noGrad(() => {
      for (const parameter of model.parameters().slice(2)) parameter.assign(zerosLike(parameter));
    });
    const report = await sanityCheck(model, batch(), crossEntropy);
    expect(report.checks.filter(({ verdict }) => verdict === "warning" || verdict === "problem")).toEqual([]);
    expect(String(report)).toContain("0 everywhere at first in 0.weight, not after 3 steps");
  });

  it("raise no alarm when they know the batch already", async () => {
    const model = mlp();
    const [x, y] = batch();
    const optimizer = new Adam(model.parameters(), { lr: 0.03 });
    for (let i = 0; i < 150; i++) {
      optimizer.zeroGrad();
      crossEntropy(model.forward(x), y).backward();
      optimizer.step();
    }
    const report = await sanityCheck(model, [x, y], crossEntropy);
    expect(report.checks.filter(({ verdict }) => verdict === "warning" || verdict === "problem")).toEqual([]);
  });
});

describe("afterwards everything is as it was", () => {
  async function prepared(): Promise<{
    model: Sequential;
    optimizer: Adam;
    samples: Tensor[];
    state: () => Promise<unknown>;
  }> {
    const frozen = new BatchNorm1d(24).eval();
    const model = new Sequential(new Linear(6, 24), new BatchNorm1d(24), new Dropout(0.3), frozen, new Linear(24, 3));
    model.parameters()[0].requiresGrad = false;
    const samples = batch();
    const optimizer = new Adam(model.parameters().slice(1), { lr: 0.01 });
    crossEntropy(model.forward(samples[0]), samples[1]).backward();
    optimizer.step();
    const state = async (): Promise<unknown> => {
      const { state: moments, groups } = optimizer.stateDict();
      const values = Object.values(moments).map(async ({ step, expAvg }) => [
        step,
        [...(await (expAvg as Tensor).data())],
      ]);
      return [await everythingOf(model), groups, await Promise.all(values)];
    };
    return { model, optimizer, samples, state };
  }

  it("with an optimizer and without", async () => {
    const { model, optimizer, samples, state } = await prepared();
    const before = await state();
    await sanityCheck(model, samples, crossEntropy);
    expect(await state()).toEqual(before);
    await sanityCheck(model, samples, crossEntropy, { optimizer });
    expect(await state()).toEqual(before);
  });

  it("when it is aborted, whatever it is doing", async () => {
    const { model, optimizer, samples, state } = await prepared();
    const before = await state();
    let calls = 0;
    const counting = (output: Tensor, target: Tensor): Tensor => {
      calls++;
      return crossEntropy(output, target);
    };
    await sanityCheck(model, samples, counting, { optimizer });
    const all = calls;
    for (const share of [0.02, 0.1, 0.3, 0.6, 0.95]) {
      calls = 0;
      const controller = new AbortController();
      const aborting = (output: Tensor, target: Tensor): Tensor => {
        if (++calls === Math.ceil(share * all)) controller.abort(new Error("enough"));
        return crossEntropy(output, target);
      };
      await expect(sanityCheck(model, samples, aborting, { optimizer, signal: controller.signal })).rejects.toThrow(
        "enough",
      );
      expect(await state()).toEqual(before);
    }
  });

  it("when model and loss fail in the middle", async () => {
    const { model, samples, state } = await prepared();
    const before = await state();
    let calls = 0;
    const failing = (output: Tensor, target: Tensor): Tensor => {
      if (++calls > 40) throw new Error("no more");
      return crossEntropy(output, target);
    };
    const report = await sanityCheck(model, samples, failing);
    expect(report.ok).toBe(false);
    expect(String(report)).toContain("it failed: no more");
    expect(await state()).toEqual(before);
  });

  it("and no memory is held", async () => {
    const { model, samples } = await prepared();
    await sanityCheck(model, samples, crossEntropy);
    const before = memoryStats().bytes;
    await sanityCheck(model, samples, crossEntropy);
    // The moments of four optimizers, until the collector comes.
    const parameters = model.parameters().reduce((total, { size }) => total + 4 * size, 0);
    expect(memoryStats().bytes - before).toBeLessThanOrEqual(4 * 2 * parameters);
  });
});

describe("batches at the edge", () => {
  const verdicts = async (model: Model, samples: Tensor[]): Promise<string[]> =>
    (await sanityCheck(model, samples, crossEntropy)).checks.map(
      ({ verdict, name, finding }) => `${verdict} ${name}: ${finding}`,
    );

  it("of one sample", async () => {
    const lines = await verdicts(mlp(), [randn([1, 6]), randint(0, 3, [1])]);
    expect(lines.filter((line) => /^(problem|warning)/.test(line))).toEqual([]);
    expect(lines).toContain("skipped neighbours: it takes two samples and their outputs");
  });

  it("of no samples", async () => {
    const lines = await verdicts(mlp(), [zeros([0, 6]), zeros([0], { dtype: "int32" })]);
    expect(lines.some((line) => line.startsWith("problem"))).toBe(true);
  });

  it("whose output is no tensor", async () => {
    class Stateful extends Module {
      readonly inner = mlp();
      forward(x: Tensor): [Tensor, number] {
        return [this.inner.forward(x), 1];
      }
    }
    const report = await sanityCheck(new Stateful(), batch(), ([output], target) => crossEntropy(output, target));
    expect(report.checks.filter(({ verdict }) => verdict === "problem")).toEqual([]);
    expect(report.checks.find(({ name }) => name === "output")?.verdict).toBe("skipped");
    expect(report.checks.find(({ name }) => name === "one batch")?.verdict).toBe("ok");
  });

  it("with more dimensions than one of classes", async () => {
    class Everywhere extends Module {
      readonly inner = new Linear(4, 3);
      forward(x: Tensor): Tensor {
        return this.inner.forward(x).transpose(1, 2);
      }
    }
    const samples = [randn([6, 5, 4]), randint(0, 3, [6, 5])];
    const lines = await verdicts(new Everywhere(), samples);
    expect(lines.filter((line) => line.startsWith("problem") && !line.includes("one batch"))).toEqual([]);
    expect(lines).toContain("ok shape: targets [6,5] for outputs [6,3,5]");
  });

  it("with a scalar as target, and as input", async () => {
    const report = await sanityCheck(new Sequential(new Linear(1, 1)), [tensor([0.5]), tensor([0.1])], mseLoss);
    expect(report.checks.map(({ finding }) => finding).join()).not.toContain("undefined");
    expect((await sanityCheck(mlp(), [tensor(1), tensor(2)], mseLoss)).ok).toBe(false);
  });
});

describe("sanityCheck refuses", () => {
  it.each([
    [{ steps: 0 }, "steps must be an integer of at least 1, got 0"],
    [{ steps: 1.5 }, "got 1.5"],
    [{ lr: 0 }, "lr must be a positive number, got 0"],
    [{ lr: NaN }, "got NaN"],
  ])("%o", async (options, message) => {
    await expect(sanityCheck(mlp(), batch(), crossEntropy, options)).rejects.toThrow(message);
  });

  it("what is no batch, and to start when aborted", async () => {
    await expect(sanityCheck(mlp(), [], crossEntropy)).rejects.toThrow("a batch must be an array of tensors");
    await expect(sanityCheck(mlp(), "xy" as never, crossEntropy)).rejects.toThrow(
      "a batch must be an array of tensors",
    );
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(sanityCheck(mlp(), batch(), crossEntropy, { signal })).rejects.toThrow("too late");
  });
});
