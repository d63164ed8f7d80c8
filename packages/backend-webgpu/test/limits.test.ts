import { add, BackendError, cat, exp, rand, sum, tensor, withBackend, type Tensor } from "@nn/core";
import { describe, expect, it } from "vitest";
import { createBackend, type WebgpuBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";
import type { Limits } from "../src/gpu/limits";

/** Runs `fn` on a device that keeps to `limits`, with the plan that takes the most workgroups. */
async function within(limits: Partial<Limits>, fn: (backend: WebgpuBackend, gpu: Gpu) => Promise<void>): Promise<void> {
  const gpu = await Gpu.open({ limits }, "hardware");
  const backend = createBackend(gpu);
  try {
    await withBackend(backend, () => fn(backend, gpu));
  } finally {
    backend.dispose();
  }
}

/** 0, 1, ..., n − 1. */
const count = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => i);

describe("a buffer", () => {
  it("is as large as the device binds, and a larger one is refused before the device is asked", () =>
    within({ maxStorageBufferBindingSize: 4096 }, async () => {
      const x = tensor(count(1024));
      expect(await sum(add(x, 1)).item()).toBe((1024 * 1025) / 2);
      const tooLarge = (): Tensor => rand([1025]);
      expect(tooLarge).toThrow(BackendError);
      expect(tooLarge).toThrow(
        /no memory for float32 \[1025\]: webgpu: asked for 4100 bytes, but this device binds at most 4096/,
      );
    }));

  it("of an odd limit is used to its end", () =>
    within({ maxStorageBufferBindingSize: 5000 }, async () => {
      const x = tensor(count(1250));
      expect(await sum(add(x, 1)).item()).toBe((1250 * 1251) / 2);
      expect(() => rand([1251])).toThrow(/at most 5000/);
    }));
});

describe("workgroups", () => {
  it("beyond the limit of one dimension go to the next", () =>
    within({ maxComputeWorkgroupsPerDimension: 7 }, async () => {
      const x = tensor(count(3000));
      expect(await add(x, 1).data()).toEqual(count(3001).slice(1));
    }));

  it("beyond all dimensions are refused with the op's name", () =>
    within({ maxComputeWorkgroupsPerDimension: 2 }, async () => {
      expect(() => exp(rand([2 ** 20]))).toThrow(/needs \d+ workgroups in a row, but this device allows 2/);
      expect(await exp(tensor([0])).item()).toBe(1);
    }));

  it("are no more than WebGPU's default, also for large tensors", () =>
    within({ maxComputeWorkgroupsPerDimension: 65535 }, async () => {
      const n = 65535 * 64 * 4 + 5;
      const x = rand([n]);
      const [a, b] = [
        await x.slice([[n - 3, n]]).data(),
        await add(x, x)
          .slice([[n - 3, n]])
          .data(),
      ];
      expect([...b]).toEqual([...a].map((v) => 2 * v));
    }));
});

describe("buffers of one shader", () => {
  it("beyond the limit are refused with the op's name", () =>
    within({ maxStorageBuffersPerShaderStage: 2 }, async () => {
      expect(await exp(tensor([0])).item()).toBe(1);
      expect(() => add(tensor([1]), tensor([2]))).toThrow(
        /add: needs 3 buffers, but this device allows 2 \(maxStorageBuffersPerShaderStage\)/,
      );
    }));

  it("are never too many in a join of many tensors", () =>
    within({ maxStorageBuffersPerShaderStage: 8 }, async () => {
      const joined = cat(Array.from({ length: 40 }, (_, i) => tensor([i, i])));
      expect([...(await joined.data())]).toEqual(Array.from({ length: 80 }, (_, i) => Math.floor(i / 2)));
    }));
});

describe("invocations of a workgroup", () => {
  it("beyond the limit are refused with the op's name", () =>
    within({ maxComputeInvocationsPerWorkgroup: 1 }, async () => {
      expect(() => exp(tensor([0]))).toThrow(/exp: needs \d+ invocations in a workgroup, but this device allows 1/);
    }));
});
