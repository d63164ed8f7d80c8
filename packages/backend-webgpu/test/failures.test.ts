import { add, crossEntropy, exp, matmul, rand, randint, sum, tensor, withBackend, type Tensor } from "@nn/core";
import { Linear, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { afterEach, describe, expect, it } from "vitest";
import { createBackend, type WebgpuBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";
import { findAdapter } from "../src/gpu/open-device";
import { webgpu } from "../src/index";

const opened: WebgpuBackend[] = [];
async function open(): Promise<{ gpu: Gpu; backend: WebgpuBackend }> {
  const gpu = await Gpu.open({});
  const backend = createBackend(gpu);
  opened.push(backend);
  return { gpu, backend };
}
afterEach(() => opened.splice(0).forEach((backend) => backend.dispose()));

function newModel(): Sequential {
  return new Sequential(new Linear(8, 16), new ReLU(), new Linear(16, 3));
}

async function trainStep(model: Sequential, optimizer: Adam): Promise<number> {
  const loss = crossEntropy(model.forward(rand([4, 8])), randint(0, 3, [4]));
  loss.backward();
  optimizer.step();
  optimizer.zeroGrad();
  return loss.item();
}

describe("a lost device", () => {
  it("rejects the reads that wait, refuses work, and training goes on after restore()", async () => {
    const { gpu, backend } = await open();
    await withBackend(backend, async () => {
      const model = newModel();
      let optimizer = new Adam(model.parameters(), { lr: 0.01 });
      await trainStep(model, optimizer);
      // What a program keeps on the host.
      const saved = await Promise.all(
        Object.entries(model.stateDict()).map(async ([key, value]) => [key, value.shape, await value.data()] as const),
      );
      const step = trainStep(model, optimizer);
      gpu.device.destroy();
      await expect(step).rejects.toThrow(/webgpu: the device was lost \(.*\); .*await backend\.restore\(\)/s);
      expect(() => rand([2])).toThrow(/the device was lost/);
      await expect(model.parameters()[0].data()).rejects.toThrow(/the device was lost/);

      await backend.restore();
      await expect(model.parameters()[0].data()).rejects.toThrow(/the tensor's device was lost/);
      expect(() => add(model.parameters()[0], 1)).toThrow(/add: the tensor's device was lost/);
      model.loadStateDict(Object.fromEntries(saved.map(([key, shape, data]) => [key, tensor(data, { shape })])));
      optimizer = new Adam(model.parameters(), { lr: 0.01 });
      const losses: number[] = [];
      for (let i = 0; i < 3; i++) losses.push(await trainStep(model, optimizer));
      expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
    });
  });

  it("rejects every read that waits", async () => {
    const { gpu, backend } = await open();
    await withBackend(backend, async () => {
      const reads = [exp(rand([10])).data(), sum(rand([10])).item()];
      gpu.device.destroy();
      for (const read of reads) await expect(read).rejects.toThrow(/the device was lost/);
    });
  });
});

describe("a disposed backend", () => {
  it("refuses work and does not come back", async () => {
    const { backend } = await open();
    const x = withBackend(backend, () => tensor([1]));
    backend.dispose();
    backend.dispose();
    expect(() => x.add(1)).toThrow("webgpu: the backend was disposed");
    await expect(backend.restore()).rejects.toThrow("the backend was disposed");
    x.dispose();
  });

  it("leaves others alone", async () => {
    const [one, other] = [await open(), await open()];
    const x = withBackend(one.backend, () => tensor([1, 2]));
    const y = withBackend(other.backend, () => tensor([3, 4]));
    expect(() => add(x, y)).toThrow(/different backends/);
    one.backend.dispose();
    expect(await add(y, 1).tolist()).toEqual([4, 5]);
  });
});

describe("an error of the device", () => {
  it("in a batch reaches the next read with the ops' names, once", async () => {
    const { gpu, backend } = await open();
    await withBackend(backend, async () => {
      const x = tensor([1, 2]);
      const y = exp(x);
      (x.layout.buffer as { buffer: GPUBuffer }).buffer.destroy();
      await expect(y.data()).rejects.toThrow(/webgpu: .*destroyed.*\(among exp\)/s);
      expect(await exp(tensor([0])).item()).toBe(1);
      expect(gpu.queue.submitted).toBeGreaterThan(1);
    });
  });

  it("in a shader reaches the next read with the op's name", async () => {
    const { gpu } = await open();
    const block = gpu.take(4);
    gpu.run({
      key: "broken",
      program: () => ({ name: "broken", bindings: [], uniforms: ["size"], workgroup: [1, 1, 1], main: "let x = y;" }),
      buffers: [],
      uniforms: [1],
      groups: [1, 1, 1],
    });
    await expect(gpu.read(block, "float32", 0, 1)).rejects.toThrow(/broken: the shader does not compile: .*'y'/s);
  });

  it("without memory reaches the next read with the op that asked for it", async () => {
    const { gpu, backend } = await open();
    await withBackend(backend, async () => {
      const x = rand([300, 300]);
      await x.data();
      const { device } = gpu;
      const pop = device.popErrorScope.bind(device);
      // Stands in for a device without room: no test may fill the machine's memory.
      device.popErrorScope = () => pop().then(() => new GPUOutOfMemoryErrorStandIn("no room") as GPUError);
      const y = matmul(x, x);
      device.popErrorScope = pop;
      await expect(y.data()).rejects.toThrow(/webgpu: out of memory: \d+ bytes for matmul \(no room\)/);
      expect(await tensor([1]).item()).toBe(1);
    });
  });
});

class GPUOutOfMemoryErrorStandIn {
  constructor(readonly message: string) {}
}

describe("a wrong index", () => {
  it("fails the next read of anything, and only that", async () => {
    const { backend } = await open();
    await withBackend(backend, async () => {
      const x = tensor([1, 2, 3]);
      const bad = (i: number): Tensor => x.indexSelect({ dim: 0, index: tensor([i], { dtype: "int32" }) });
      bad(5);
      bad(7);
      await expect(x.data()).rejects.toThrow("gather: index 5 is out of range for dim 0 of size 3");
      expect(await bad(1).tolist()).toEqual([2]);
    });
  });
});

describe("webgpu()", () => {
  it("refuses features that the adapter does not offer", async () => {
    await expect(webgpu({ features: ["no-such-feature" as GPUFeatureName] })).rejects.toThrow(
      /the adapter does not offer no-such-feature; it has /,
    );
  });

  it("keeps to the features it is given", async () => {
    const backend = await webgpu({ features: [] });
    opened.push(backend);
    expect([...backend.caps.dtypes]).toEqual(["float32", "int32", "uint8", "bool"]);
  });

  it("takes an adapter", async () => {
    const backend = await webgpu({ adapter: await findAdapter("low-power") });
    opened.push(backend);
    expect(await withBackend(backend, () => exp(tensor([0])).item())).toBe(1);
  });
});
