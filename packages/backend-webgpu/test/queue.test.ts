import { add, mul, neg, rand, tensor, withBackend, zeros, type Tensor } from "@nn/core";
import { Linear, ReLU, Sequential } from "@nn/layers";
import { SGD } from "@nn/optim";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";

const gpu = await Gpu.open({});
const backend = createBackend(gpu);
afterAll(() => backend.dispose());

/** Counts submissions while `fn` runs. */
async function submissions(fn: () => Promise<unknown>): Promise<number> {
  const submit = vi.spyOn(gpu.device.queue, "submit");
  await fn();
  const { length } = submit.mock.calls;
  submit.mockRestore();
  return length;
}

describe("work", () => {
  it("of many ops goes to the device in few submissions, in order", () =>
    withBackend(backend, async () => {
      let x: Tensor = zeros([4]);
      const chain = async (): Promise<void> => {
        for (let i = 0; i < 600; i++) x = add(x, 1);
        expect(await x.tolist()).toEqual([600, 600, 600, 600]);
      };
      // 64 for the idle device, then 256 at a time.
      expect(await submissions(chain)).toBe(4);
    }));

  it("that nobody waits for is sent when the caller is done", () =>
    withBackend(backend, async () => {
      await add(tensor([1]), 1).data();
      const sent = await submissions(async () => {
        add(tensor([1]), 1);
        await Promise.resolve();
      });
      expect(sent).toBe(1);
    }));

  it("and reads at the same time share a submission", () =>
    withBackend(backend, async () => {
      const [a, b] = [tensor([1, 2]), tensor([3])];
      const sent = await submissions(async () => {
        expect(await Promise.all([neg(a).data(), neg(b).data()])).toEqual([
          Float32Array.from([-1, -2]),
          Float32Array.from([-3]),
        ]);
      });
      expect(sent).toBe(1);
    }));

  it("waits for its shaders, and what is written meanwhile comes after what was queued before", () =>
    withBackend(backend, async () => {
      // Names of its own, so that every one is compiled here.
      const fresh = await Gpu.open({});
      const block = fresh.take(4);
      const results: Promise<unknown>[] = [];
      for (let i = 0; i < 5; i++) {
        fresh.write(block, Float32Array.of(i));
        fresh.run({
          key: `double ${i}`,
          program: () => ({
            name: "double",
            bindings: [{ name: "x", type: "f32", access: "read_write" }],
            uniforms: ["factor: f32"],
            workgroup: [1, 1, 1],
            main: `x[0] = x[0] * u.factor + ${i}.0;`,
          }),
          buffers: [block],
          uniforms: [10],
          groups: [1, 1, 1],
        });
        results.push(fresh.read(block, "float32", 0, 1));
      }
      expect(await Promise.all(results)).toEqual([0, 11, 22, 33, 44].map((v) => Float32Array.of(v)));
      fresh.dispose();
    }));
});

describe("memory", () => {
  it("that was given back is used again at once, and a new value does not disturb work queued before", () =>
    withBackend(backend, async () => {
      const first = tensor([1, 2, 3]);
      const doubled = mul(first, 2);
      first.dispose();
      const second = tensor([7, 8, 9]);
      expect(await doubled.tolist()).toEqual([2, 4, 6]);
      expect(await second.tolist()).toEqual([7, 8, 9]);
    }));

  it("stays flat in a training loop that disposes of nothing", () =>
    withBackend(backend, async () => {
      const model = new Sequential(new Linear(100, 1000), new ReLU(), new Linear(1000, 10));
      const optimizer = new SGD(model.parameters(), { lr: 0.1 });
      let most = 0;
      for (let step = 0; step < 60; step++) {
        const loss = model
          .forward(rand([1000, 100]))
          .square()
          .mean();
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
        expect(await loss.item()).toBeGreaterThan(0);
        most = Math.max(most, gpu.pool.usedBytes + gpu.pool.freeBytes);
      }
      // A step takes about 20 MB: kept, they would be 1.2 GB.
      expect(most).toBeLessThan(200 * 2 ** 20);
    }));

  it("that is free beyond what is worth keeping goes back to the device", async () => {
    const small = await Gpu.open({});
    const blocks = Array.from({ length: 12 }, () => small.take(64 * 2 ** 20));
    for (const block of blocks) small.give(block);
    expect(small.pool.freeBytes).toBe(12 * 64 * 2 ** 20);
    small.pool.trim(small.queue.submitted);
    expect(small.pool.freeBytes).toBe(256 * 2 ** 20);
    small.dispose();
  });
});

describe("elements", () => {
  it("of every dtype come back as they went", () =>
    withBackend(backend, async () => {
      for (const [dtype, values] of [
        ["float32", [1.5, -2, 3]],
        ["int32", [1, -2, 2 ** 31 - 1]],
        ["uint8", [0, 255, 7]],
        ["bool", [true, false, true]],
      ] as const) {
        const x = tensor([...values], { dtype });
        expect(await x.tolist(), dtype).toEqual(values);
        expect([...(await x.slice([[1, 3]]).data())].map(Number), dtype).toEqual(values.slice(1).map(Number));
      }
    }));

  it("of an odd number of halves come back, from an odd one on", async () => {
    if (!gpu.features.has("shader-f16")) throw new Error("this adapter has no float16: expected llvmpipe");
    await withBackend(backend, async () => {
      const x = tensor(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500), { dtype: "float16" });
      expect([...(await x.data())]).toEqual([0x3c00, 0x4000, 0x4200, 0x4400, 0x4500]);
      expect([...(await x.slice([[1, 4]]).data())]).toEqual([0x4000, 0x4200, 0x4400]);
    });
  });
});
