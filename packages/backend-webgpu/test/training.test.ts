import { crossEntropy, rand, randint, withBackend } from "@nn/core";
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createBackend, type WebgpuBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";

const opened: WebgpuBackend[] = [];
afterAll(() => opened.forEach((backend) => backend.dispose()));

/** A device, and a step of LeNet's training on it. */
async function start(features?: GPUFeatureName[]): Promise<{
  gpu: Gpu;
  backend: WebgpuBackend;
  step: () => Promise<number>;
}> {
  const gpu = await Gpu.open(features ? { features } : {});
  const backend = createBackend(gpu);
  opened.push(backend);
  const { model, optimizer } = withBackend(backend, () => {
    const net = new Sequential(
      new Conv2d(1, 6, 5, { padding: 2 }),
      new ReLU(),
      new MaxPool2d(2),
      new Conv2d(6, 16, 5),
      new ReLU(),
      new MaxPool2d(2),
      new Flatten(),
      new Linear(400, 120),
      new ReLU(),
      new Linear(120, 10),
    );
    return { model: net, optimizer: new Adam(net.parameters(), { lr: 0.01 }) };
  });
  const step = (): Promise<number> =>
    withBackend(backend, async () => {
      const loss = crossEntropy(model.forward(rand([4, 1, 28, 28])), randint(0, 10, [4]));
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      return loss.item();
    });
  return { gpu, backend, step };
}

describe("a training step", () => {
  it("takes three submissions at most", async () => {
    const { gpu, step } = await start();
    await step();
    const submit = vi.spyOn(gpu.device.queue, "submit");
    expect(Number.isFinite(await step())).toBe(true);
    expect(submit.mock.calls.length).toBeLessThanOrEqual(3);
  });
});

describe("warmup", () => {
  it("tells of progress and leaves no shader to compile", async () => {
    const { gpu, backend, step } = await start();
    const seen: { compiled: number; asked: number }[] = [];
    await backend.warmup(step, { onProgress: (progress) => seen.push({ ...progress }) });
    const last = seen.at(-1);
    expect(last?.asked).toBeGreaterThan(10);
    expect(last?.compiled).toBe(last?.asked);
    expect(seen.some(({ compiled, asked }) => compiled < asked)).toBe(true);
    const compile = vi.spyOn(gpu.device, "createComputePipelineAsync");
    await step();
    expect(compile).not.toHaveBeenCalled();
  });

  it("rejects with the errors of its function", async () => {
    const { backend } = await start();
    const failing = (): never => {
      throw new Error("on purpose");
    };
    await expect(backend.warmup(failing)).rejects.toThrow("on purpose");
  });
});

describe("profile", () => {
  it.each([
    ["the device's clock", undefined, "device"],
    ["the host's clock where the device has none", [], "host"],
  ] as const)("measures each kernel with %s", async (_, features, clock) => {
    const { backend, step } = await start(features && [...features]);
    await step();
    let loss = NaN;
    const profile = await backend.profile(async () => {
      loss = await step();
    });
    expect(Number.isFinite(loss)).toBe(true);
    expect(profile.clock).toBe(clock);
    const runs = Object.fromEntries(profile.kernels.map((kernel) => [kernel.name, kernel.runs]));
    expect(runs).toMatchObject({ maxPool2d: 2, adamStep: 8, crossEntropy: 1 });
    const total = profile.kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    expect(profile.milliseconds).toBeCloseTo(total);
    expect(total).toBeGreaterThan(0);
    expect(String(profile)).toMatch(/^kernel +runs +ms +share\n/);
    // Steps go on as before.
    expect(Number.isFinite(await step())).toBe(true);
  });

  it("does not go inside itself", async () => {
    const { backend } = await start();
    await expect(backend.profile(() => backend.profile(() => {}))).rejects.toThrow(/inside profile/);
  });
});
