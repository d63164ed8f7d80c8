import { cpu } from "@nn/backend-cpu";
import {
  add,
  crossEntropy,
  getBackend,
  manualSeed,
  memoryStats,
  mseLoss,
  mul,
  noGrad,
  setBackend,
  tensor,
  type Tensor,
} from "@nn/core";
import { Linear, Module, Sequential } from "@nn/layers";
import { ReduceLROnPlateau, SGD } from "@nn/optim";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { evaluate, fit, type FitOptions, Metric, predict } from "../src";
import { loss, network, points, weights } from "./problem";

beforeAll(() => setBackend(cpu()));

/** The mean of the outputs, as a metric. */
class MeanOutput extends Metric {
  protected measure(output: Tensor): Tensor {
    return output.sum();
  }
  protected finish([sum]: readonly number[], count: number): number {
    return sum / count;
  }
}

const oneEpoch = (): FitOptions => {
  const { optimizer } = network();
  return { loss, optimizer, epochs: 1 };
};

describe("fit", () => {
  it("takes the steps of a loop written by hand", async () => {
    const byHand = network(10);
    const loader = points(150);
    const losses: number[] = [];
    for (let epoch = 0; epoch < 2; epoch++) {
      let sum = 0;
      for await (const [x, y] of loader) {
        const value = crossEntropy(byHand.model.forward(x), y);
        value.backward();
        byHand.optimizer.step();
        byHand.optimizer.zeroGrad();
        byHand.schedule.scheduler.step();
        sum += (await value.item()) * y.size;
      }
      losses.push(sum / 150);
    }
    const { model, optimizer, schedule } = network(10);
    const history = await fit(model, points(150), { loss, optimizer, schedule, epochs: 2 });
    expect(await weights(model)).toEqual(await weights(byHand.model));
    expect(history.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 10],
      [2, 20],
    ]);
    history.forEach((record, i) => expect(record.train.loss).toBeCloseTo(losses[i], 5));
    expect(history[1].lr).toBe(optimizer.groups[0].lr);
  });

  it("learns, and evaluates what it has learned", async () => {
    const { model, optimizer } = network(1, 0.03);
    const history = await fit(model, points(300), { loss, optimizer, epochs: 60, validation: points(100) });
    const last = history[59];
    expect(last.train.loss).toBeLessThan(0.2);
    expect(last.validation!.loss).toBe((await evaluate(model, points(100), { loss })).loss);
    expect(model.training).toBe(true);
  });

  it("leaves the model in the mode that it was in", async () => {
    for (const mode of [true, false]) {
      const { model, optimizer } = network();
      model.train(mode);
      await fit(model, points(32), { loss, optimizer, epochs: 1, validation: points(16) });
      expect(model.training).toBe(mode);
      await evaluate(model, points(16), { loss });
      expect(model.training).toBe(mode);
    }
  });

  it("averages the gradients of accumulated batches, the rest at the end of an epoch too", async () => {
    const sgd = (model: Sequential): SGD => new SGD(model.parameters(), { lr: 0.5 });
    const make = (): Sequential => (manualSeed(3), new Sequential(new Linear(2, 2)));
    const [whole, parts] = [make(), make()];
    // 5 batches of 16 by twos: the last stands alone, like the half-full last batch of 32.
    await fit(whole, points(80, { batchSize: 32, shuffle: false }), { loss, optimizer: sgd(whole), epochs: 2 });
    const history = await fit(parts, points(80, { batchSize: 16, shuffle: false }), {
      loss,
      optimizer: sgd(parts),
      epochs: 2,
      accumulate: 2,
    });
    expect(history[1].step).toBe(6);
    const [a, b] = [await weights(whole), await weights(parts)];
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 6));
  });

  it("weights the loss and metrics of uneven batches with their sizes", async () => {
    const x = tensor([[1], [2], [3], [4], [10]]);
    const batches = [
      [noGrad(() => x.slice([[0, 4], null])), tensor([[0], [0], [0], [0]])],
      [noGrad(() => x.slice([[4, 5], null])), tensor([[0]])],
    ];
    class Same extends Module {
      forward(input: Tensor): Tensor {
        return input;
      }
    }
    const figures = await evaluate(new Same(), batches, { loss: mseLoss, metrics: { mean: new MeanOutput() } });
    expect(figures).toEqual({ loss: 26, mean: 4 });
    expect(await (await predict(new Same(), batches)).tolist()).toEqual([[1], [2], [3], [4], [10]]);
  });

  it("gives all inputs of a batch to the model, and takes a batch of one tensor as its own target", async () => {
    class Sum extends Module {
      forward(a: Tensor, b: Tensor): Tensor {
        return add(a, b);
      }
    }
    const [a, b, c] = [1, 2, 5].map((value) => tensor([value]));
    expect((await evaluate(new Sum(), [[a, b, c]], { loss: mseLoss })).loss).toBe(4);
    expect(await (await predict(new Sum(), [[a, b]], { hasTargets: false })).tolist()).toEqual([3]);
    class Double extends Module {
      forward(input: Tensor): Tensor {
        return mul(input, 2);
      }
    }
    expect((await evaluate(new Double(), [[b]], { loss: mseLoss })).loss).toBe(4);
  });

  it("steps a plateau schedule with the figure that it monitors", async () => {
    const { model, optimizer } = network();
    const scheduler = new ReduceLROnPlateau(optimizer, { patience: 0, threshold: 1e9 });
    const history = await fit(model, points(40), {
      loss,
      optimizer,
      epochs: 3,
      validation: points(20),
      schedule: { scheduler, monitor: "validation.loss" },
    });
    expect(history.map(({ lr }) => lr)).toEqual([0.01, 0.01, 0.001].map((lr) => expect.closeTo(lr, 8) as number));
  });

  it("goes on without gradients of an earlier loop", async () => {
    const [clean, stale] = [network(), network()];
    for (const { model, optimizer } of [clean, stale]) {
      if (model === stale.model)
        model
          .forward(tensor([[1, 2]]))
          .sum()
          .backward();
      manualSeed(1);
      await fit(model, points(32), { loss, optimizer, epochs: 1 });
    }
    expect(await weights(stale.model)).toEqual(await weights(clean.model));
  });

  it("stays flat in memory", async () => {
    const { model, optimizer } = network();
    const loader = points(320);
    const run = (epochs: number): Promise<unknown> =>
      fit(model, loader, { loss, optimizer, epochs, validation: loader });
    await run(1);
    const before = memoryStats(getBackend());
    await run(6);
    const after = memoryStats(getBackend());
    expect(after.buffers).toBeLessThanOrEqual(before.buffers + 2);
  });

  it("reads nothing back within a short epoch", async () => {
    const { model, optimizer } = network();
    const read = vi.spyOn(getBackend(), "read");
    vi.spyOn(performance, "now").mockReturnValue(0);
    await fit(model, points(320), { loss, optimizer, epochs: 2, metrics: { mean: new MeanOutput() } });
    expect(read).toHaveBeenCalledTimes(4);
    vi.restoreAllMocks();
  });
});

describe("what cannot go on", () => {
  it("a loss that becomes NaN", async () => {
    const { model } = network();
    const optimizer = new SGD(model.parameters(), { lr: 1e38 });
    const run = fit(model, points(64), { loss, optimizer, epochs: 3 });
    await expect(run).rejects.toThrow(
      /fit: the mean loss became (NaN|Infinity) in epoch 1, by step 4: lower the learning rate/,
    );
  });

  it.each([
    ["epochs", { epochs: 1.5 }, "fit: epochs must be an integer of at least 0, got 1.5"],
    ["accumulate", { accumulate: 0 }, "fit: accumulate must be an integer of at least 1, got 0"],
    [
      "a loss per sample",
      { loss: (y: Tensor, t: Tensor) => crossEntropy(y, t, { reduction: "none" }) },
      "got shape [16]",
    ],
    ["a loss that is a number", { loss: () => 3 as unknown as Tensor }, "got number"],
    ["two callbacks of one name", { callbacks: [{ name: "a" }, { name: "a" }] }, 'two callbacks are called "a"'],
    [
      "a figure that does not exist",
      { schedule: { scheduler: new Plateau(), monitor: "validation.loss" } },
      "expected one of train.loss",
    ],
  ] as const)("%s", async (_, options, message) => {
    const { model } = network();
    await expect((async () => fit(model, points(32), { ...oneEpoch(), ...options }))()).rejects.toThrow(message);
    expect(model.training).toBe(true);
  });

  it("data without batches", async () => {
    const { model } = network();
    await expect(fit(model, [], oneEpoch())).rejects.toThrow("there are no batches to train on");
    await expect(evaluate(model, [], { loss })).rejects.toThrow("there are no batches to evaluate on");
    await expect(predict(model, [])).rejects.toThrow("there are no batches");
    await expect(fit(model, [[1] as never], oneEpoch())).rejects.toThrow("a batch must be an array of tensors");
  });

  it("a generator that is used up after one epoch", async () => {
    const { model, optimizer } = network();
    const once = points(32)[Symbol.asyncIterator]();
    await expect(fit(model, once, { loss, optimizer, epochs: 2 })).rejects.toThrow("the loader is empty or used up");
  });

  it("a model with two outputs, for predict", async () => {
    class Two extends Module {
      forward(x: Tensor): Tensor[] {
        return [x, x];
      }
    }
    await expect(predict(new Two() as never, [[tensor([1])]])).rejects.toThrow("must give one tensor");
  });
});

describe("aborting", () => {
  it("ends after the batch at hand with the signal's reason", async () => {
    const { model, optimizer } = network();
    const stop = new AbortController();
    const closed = vi.fn<() => void>();
    const onStep = ({ step }: { step: number }): void => void (step === 3 && stop.abort(new Error("enough")));
    const callbacks = [{ name: "stop", onStep, onClose: closed }];
    const run = fit(model, points(320), { loss, optimizer, epochs: 2, callbacks, signal: stop.signal });
    await expect(run).rejects.toThrow("enough");
    expect(closed).toHaveBeenCalledOnce();
  });

  it("does not wait for a batch that never comes", async () => {
    const { model, optimizer } = network();
    const never: AsyncIterable<Tensor[]> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const signal = AbortSignal.timeout(20);
    await expect(fit(model, never, { loss, optimizer, epochs: 1, signal })).rejects.toThrow(/timeout/);
    await expect(evaluate(model, never, { loss, signal })).rejects.toThrow(/timeout/);
  });

  it("leaves nothing behind on a signal that outlives the run", async () => {
    const { model, optimizer } = network();
    const { signal } = new AbortController();
    const counts = { added: 0, removed: 0 };
    vi.spyOn(signal, "addEventListener").mockImplementation(() => void counts.added++);
    vi.spyOn(signal, "removeEventListener").mockImplementation(() => void counts.removed++);
    await fit(model, points(64), { loss, optimizer, epochs: 2, validation: points(16), signal });
    expect(counts.added).toBeGreaterThan(8);
    expect(counts.removed).toBe(counts.added);
  });

  it("lets timers run during an epoch", async () => {
    const { model, optimizer } = network();
    const signal = AbortSignal.timeout(100);
    await expect(
      fit(model, points(20_000, { batchSize: 8 }), { loss, optimizer, epochs: 100, signal }),
    ).rejects.toThrow(/timeout/);
  });
});

class Plateau {
  step(): void {}
  stateDict(): object {
    return {};
  }
  loadStateDict(): void {}
}
