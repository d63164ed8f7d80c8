import { cpu } from "@nn/backend-cpu";
import { crossEntropy, manualSeed, memoryStats, setBackend, type Tensor } from "@nn/core";
import { DataLoader, TensorDataset } from "@nn/data";
import { BatchNorm1d, Dropout, Linear, Sequential } from "@nn/layers";
import { Adam, SGD } from "@nn/optim";
import { beforeEach, describe, expect, it } from "vitest";
import { lrRangeTest } from "../../src/range-test/lr-range-test";
import { everythingOf } from "./everything";
import { mlp, OPTIONS, problem, type Batch } from "./problem";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(1);
});

/** A model with everything that has to be put back. */
function intricate(): Sequential {
  const frozen = new BatchNorm1d(24).eval();
  const model = new Sequential(new Linear(6, 24), new BatchNorm1d(24), new Dropout(0.3), frozen, new Linear(24, 3));
  model.parameters()[0].requiresGrad = false;
  return model;
}
describe("lrRangeTest puts everything back", () => {
  async function prepared(): Promise<{ model: Sequential; optimizer: Adam; batches: Batch[] }> {
    const model = intricate();
    const batches = problem(3);
    const optimizer = new Adam(model.parameters().slice(1), { lr: 0.01 });
    for (const [x, y] of batches) {
      crossEntropy(model.forward(x), y).backward();
      optimizer.step();
    }
    return { model, optimizer, batches };
  }

  async function optimizerBits(optimizer: Adam): Promise<unknown> {
    const { state, groups } = optimizer.stateDict();
    const moments = Object.values(state).map(async ({ step, expAvg, expAvgSq }) => [
      step,
      [...(await (expAvg as Tensor).data())],
      [...(await (expAvgSq as Tensor).data())],
    ]);
    return { groups, state: await Promise.all(moments) };
  }

  const failing = (after: number) => {
    let calls = 0;
    return (output: Tensor, target: Tensor): Tensor => {
      if (++calls > after) throw new Error("the loss failed");
      return crossEntropy(output, target);
    };
  };

  it("after success, failure and abortion", async () => {
    const { model, optimizer, batches } = await prepared();
    const before = [await everythingOf(model), await optimizerBits(optimizer)];
    const after = async (): Promise<unknown> => [await everythingOf(model), await optimizerBits(optimizer)];
    expect((await lrRangeTest(model, batches, { ...OPTIONS, optimizer })).rates.length).toBeGreaterThan(50);
    expect(await after()).toEqual(before);
    await lrRangeTest(model, batches, OPTIONS);
    expect(await after()).toEqual(before);
    await expect(lrRangeTest(model, batches, { loss: failing(12), optimizer })).rejects.toThrow("the loss failed");
    expect(await after()).toEqual(before);
    const controller = new AbortController();
    const loss = (output: Tensor, target: Tensor): Tensor => {
      controller.abort(new Error("enough"));
      return crossEntropy(output, target);
    };
    await expect(lrRangeTest(model, batches, { loss, optimizer, signal: controller.signal })).rejects.toThrow("enough");
    expect(await after()).toEqual(before);
  });

  it("with gradients that were not there, in a model that is evaluating", async () => {
    const model = intricate().eval();
    const batches = problem(2);
    const before = await everythingOf(model);
    await lrRangeTest(model, batches, OPTIONS);
    expect(await everythingOf(model)).toEqual(before);
    expect(model.parameters().map(({ grad }) => grad)).toEqual(model.parameters().map(() => null));
  });

  it("with the place in a loader", async () => {
    const batches = problem(3);
    const loader = {
      epoch: 4,
      loads: 0,
      async *[Symbol.asyncIterator]() {
        loader.epoch++;
        yield* batches;
      },
      stateDict: () => ({ epoch: loader.epoch, batch: 0 }),
      loadStateDict: ({ epoch }: { epoch: number }) => {
        loader.epoch = epoch;
        loader.loads++;
      },
    };
    await lrRangeTest(mlp(), loader, { ...OPTIONS, steps: 20 });
    await expect(lrRangeTest(mlp(), loader, { loss: failing(3) })).rejects.toThrow("the loss failed");
    expect(loader).toMatchObject({ epoch: 4, loads: 2 });
  });

  it("with a DataLoader, whose next pass is what it would have been", async () => {
    const [[x, y]] = problem(1);
    const loader = (): DataLoader<[Tensor, Tensor]> =>
      new DataLoader(new TensorDataset(x, y), { batchSize: 6, shuffle: true });
    const nextPass = async (batches: DataLoader<[Tensor, Tensor]>): Promise<number[][]> => {
      const labels: number[][] = [];
      for await (const batch of batches) labels.push([...(await batch[1].data())]);
      return labels;
    };
    const untouched = loader();
    await nextPass(untouched);
    const expected = await nextPass(untouched);
    const tested = loader();
    await nextPass(tested);
    await lrRangeTest(mlp(), tested, { ...OPTIONS, steps: 20 });
    expect(tested.stateDict()).toEqual({ epoch: 1, batch: 0 });
    expect(await nextPass(tested)).toEqual(expected);
    tested.loadStateDict({ epoch: 2, batch: tested.length! });
    expect((await lrRangeTest(mlp(), tested, { ...OPTIONS, steps: 20 })).rates).toHaveLength(20);
    expect(tested.stateDict()).toEqual({ epoch: 2, batch: tested.length });
  });

  it("holds no memory afterwards", async () => {
    const model = intricate();
    const batches = problem(2);
    const optimizer = new SGD(model.parameters().slice(1), { lr: 0.1 });
    await lrRangeTest(model, batches, { ...OPTIONS, optimizer, steps: 10 });
    const before = memoryStats().bytes;
    await lrRangeTest(model, batches, { ...OPTIONS, optimizer });
    expect(memoryStats().bytes).toBe(before);
  });
});
