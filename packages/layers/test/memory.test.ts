import { cpu } from "@nn/backend-cpu";
import { add, crossEntropy, memoryStats, mul, ones, randn, setBackend, sgdStep, tensor, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { BatchNorm1d, Dropout, Linear, Module, ReLU, Sequential } from "../src";

beforeEach(() => setBackend(cpu()));

const SETTINGS = { lr: 0.01, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: true };

class Keeper extends Module {
  last: Tensor | undefined;

  forward(x: Tensor): Tensor {
    this.last = add(x, 1);
    return mul(this.last, 2);
  }
}

class Later extends Module {
  async forward(x: Tensor): Promise<Tensor> {
    const y = add(x, 1);
    await y.data();
    return mul(y, 2);
  }
}

describe("memory", () => {
  it("stays flat over a plain training loop without a dispose", async () => {
    const model = new Sequential(new Linear(6, 16), new BatchNorm1d(16), new ReLU(), new Dropout(), new Linear(16, 4));
    const x = randn([8, 6]);
    const y = tensor([0, 1, 2, 3, 0, 1, 2, 3], { dtype: "int32" });
    const bytes: number[] = [];
    for (let i = 0; i < 200; i++) {
      const loss = crossEntropy(model.forward(x), y);
      loss.backward();
      for (const parameter of model.parameters()) sgdStep(parameter, parameter.grad!, undefined, SETTINGS);
      model.zeroGrad();
      await loss.item();
      bytes.push(memoryStats().bytes);
    }
    // The losses are the caller's: four bytes each, until the collector comes.
    expect(bytes[199] - bytes[3]).toBeLessThanOrEqual(4 * 196);
  });

  it("stays bounded over 20,000 steps, which takes the collector's help", async () => {
    const model = new Sequential(new Linear(6, 16), new ReLU(), new Linear(16, 4));
    const x = randn([8, 6]);
    const y = tensor([0, 1, 2, 3, 0, 1, 2, 3], { dtype: "int32" });
    // The heap's low-water mark: what is garbage at the moment depends on when the collector came.
    const run = async (steps: number): Promise<{ bytes: number; heap: number }> => {
      let heap = Infinity;
      for (let i = 0; i < steps; i++) {
        const loss = crossEntropy(model.forward(x), y);
        loss.backward();
        for (const parameter of model.parameters()) sgdStep(parameter, parameter.grad!, undefined, SETTINGS);
        model.zeroGrad();
        await loss.item();
        if (i >= steps / 2 && i % 50 === 0) heap = Math.min(heap, process.memoryUsage().heapUsed);
      }
      return { bytes: memoryStats().bytes, heap };
    };
    const warm = await run(8000);
    const end = await run(12_000);
    // 12,000 losses alone would be 48,000 bytes, and their handles and graphs some 20 MB.
    expect(end.bytes - warm.bytes).toBeLessThan(40_000);
    expect(end.heap - warm.heap).toBeLessThan(10e6);
  });

  it("of what forward does not return is freed when it ends", () => {
    const model = new Sequential(new Linear(3, 3), new ReLU(), new Linear(3, 2)).requiresGrad_(false);
    const x = ones([4, 3]);
    const before = memoryStats().buffers;
    const y = model.forward(x);
    expect(memoryStats().buffers - before).toBe(1);
    y.dispose();
    expect(memoryStats().buffers - before).toBe(0);
  });

  it("used after its forward ended is an error that says so", () => {
    const keeper = new Keeper();
    keeper.forward(ones([2]));
    expect(() => keeper.last!.dataSync()).toThrow("was freed by");
  });

  it("of an async forward is freed when its promise settles", async () => {
    const x = ones([2]);
    // Core keeps one buffer per number that ops were given.
    (await new Later().forward(x)).dispose();
    const before = memoryStats().buffers;
    const y = await new Later().forward(x);
    expect([...y.dataSync()]).toEqual([4, 4]);
    expect(memoryStats().buffers - before).toBe(1);
  });

  it("of a layer is its parameters' and buffers'", () => {
    const make = (): Module[] => [new Linear(3, 4), new BatchNorm1d(4)];
    make();
    const before = memoryStats().buffers;
    const layers = make();
    expect(memoryStats().buffers - before).toBe(2 + 5);
    expect(layers.length).toBe(2);
  });

  it("of a forward that throws is freed", () => {
    const model = new Sequential(new ReLU(), new Linear(3, 3));
    const x = ones([4, 4]);
    const before = memoryStats().buffers;
    expect(() => model.forward(x)).toThrow("linear");
    expect(memoryStats().buffers).toBe(before);
  });
});
