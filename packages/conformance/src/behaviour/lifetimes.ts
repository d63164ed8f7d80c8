import {
  add,
  checkpoint,
  conv2d,
  crossEntropy,
  DisposedError,
  exp,
  flatten,
  full,
  keep,
  leakReport,
  linear,
  matmul,
  maxPool2d,
  memoryStats,
  mul,
  noGrad,
  ones,
  relu,
  reshape,
  scope,
  sgdStep,
  sum,
  tensor,
  zeros,
  type Backend,
  type Tensor,
} from "@nn/core";
import { expect } from "vitest";
import { integers } from "../noise";
import { withKernels } from "../wrap";
import { group, type Behaviour } from "./behaviour";

const SGD = { lr: 0.01, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: false };

/** Bytes alive after each of `steps` calls of a training step that disposes of nothing and reads its loss. */
async function bytesPerStep(
  backend: Backend,
  steps: number,
  parameters: readonly Tensor[],
  loss: () => Tensor,
): Promise<number[]> {
  const bytes: number[] = [];
  for (let i = 0; i < steps; i++) {
    const value = loss();
    value.backward();
    for (const p of parameters) {
      noGrad(() => sgdStep(p, p.grad!, undefined, SGD));
      p.grad = null;
    }
    await value.item();
    bytes.push(memoryStats(backend).bytes);
  }
  return bytes;
}

const parameter = (shape: readonly number[]): Tensor => full(shape, 0.01, { requiresGrad: true });
const labels = (length: number, classes: number): Tensor =>
  tensor(integers("labels", length, 0, classes), { dtype: "int32" });

/** Losses stay readable, 4 bytes each, until they are dropped and collected; nothing else may grow. */
function expectFlat(bytes: readonly number[]): void {
  const growth = bytes[bytes.length - 1] - bytes[4];
  expect(growth, `bytes per step: ${bytes.join(" ")}`).toBeLessThanOrEqual((bytes.length - 5) * 8);
}

function message(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    expect(error).toBeInstanceOf(DisposedError);
    return (error as Error).message;
  }
  throw new Error("expected a DisposedError");
}

const tests = group("lifetimes", {
  "a plain training loop keeps memory flat": async (backend) => {
    const [w1, b1, w2] = [parameter([32, 20]), parameter([32]), parameter([10, 32])];
    const [x, y] = [ones([16, 20]), labels(16, 10)];
    expectFlat(
      await bytesPerStep(backend, 12, [w1, b1, w2], () => crossEntropy(linear(relu(linear(x, w1, b1)), w2), y)),
    );
  },
  "a training loop with convolutions keeps memory flat": async (backend) => {
    const [w1, w2] = [parameter([4, 1, 3, 3]), parameter([5, 36])];
    const [x, y] = [ones([3, 1, 8, 8]), labels(3, 5)];
    const forward = (): Tensor => flatten(maxPool2d(relu(conv2d(x, w1)), { kernelSize: 2 }), { startDim: 1 });
    expectFlat(await bytesPerStep(backend, 12, [w1, w2], () => crossEntropy(linear(forward(), w2), y)));
  },
  "a training loop with checkpoints keeps memory flat": async (backend) => {
    const [w1, w2] = [parameter([20, 32]), parameter([32, 10])];
    const [x, y] = [ones([16, 20]), labels(16, 10)];
    const loss = (): Tensor =>
      crossEntropy(
        checkpoint((t) => matmul(relu(matmul(t, w1)), w2), x),
        y,
      );
    expectFlat(await bytesPerStep(backend, 12, [w1, w2], loss));
  },
  "inference in scopes keeps memory flat": async (backend) => {
    const [x, w] = [ones([16, 20]), ones([20, 10])];
    const bytes: number[] = [];
    for (let i = 0; i < 10; i++) {
      await scope(async () => exp(matmul(x, w)).data());
      bytes.push(memoryStats(backend).bytes);
    }
    expect(bytes[9]).toBe(bytes[1]);
  },
  "dispose() gives memory back at once": (backend) => {
    const before = memoryStats(backend);
    const x = zeros([1000]);
    expect(memoryStats(backend).bytes - before.bytes).toBe(4000);
    expect(memoryStats(backend).buffers - before.buffers).toBe(1);
    expect(memoryStats(backend).peakBytes).toBeGreaterThanOrEqual(before.bytes + 4000);
    x.dispose();
    x.dispose();
    expect(memoryStats(backend).bytes).toBe(before.bytes);
  },
  "use after dispose() says what made the tensor and what freed it": async () => {
    const x = exp(zeros([2]));
    x.dispose();
    expect(message(() => add(x, 1))).toMatch(
      /^add: this tensor \(made by exp\) was freed by dispose\(\)\. Read it earlier/,
    );
    await expect(x.data()).rejects.toThrow(DisposedError);
  },
  "use after a scope says so": () => {
    let inner: Tensor | undefined;
    scope(() => {
      inner = exp(zeros([2]));
    });
    expect(message(() => relu(inner!))).toMatch(/made by exp.*freed by .*scope\(\)/);
  },
  "the end of a using block frees": () => {
    const x = exp(zeros([2]));
    x[Symbol.dispose]();
    expect(message(() => relu(x))).toMatch(/freed by the end of its `using` block/);
  },
  "scopes keep what they return, and what keep() is told": async () => {
    let kept: Tensor | undefined;
    const result = scope(() => {
      kept = keep(full([1], 3));
      return { list: [full([1], 1)], map: new Map([["a", full([1], 2)]]) };
    });
    expect(await result.list[0].item()).toBe(1);
    expect(await result.map.get("a")!.item()).toBe(2);
    expect(await kept!.item()).toBe(3);
  },
  "scopes free what an error leaves behind": async (backend) => {
    const before = memoryStats(backend).bytes;
    const failing = (): Tensor => {
      exp(zeros([1000]));
      throw new Error("on purpose");
    };
    expect(() => scope(failing)).toThrow("on purpose");
    await expect(scope(async () => failing())).rejects.toThrow("on purpose");
    expect(memoryStats(backend).bytes).toBe(before);
  },
  "views keep the memory of what they see": async () => {
    const x = tensor([1, 2, 3, 4]);
    const y = reshape(x, [2, 2]);
    x.dispose();
    expect([...(await y.data())]).toEqual([1, 2, 3, 4]);
  },
  "what the graph saved outlives its handle": async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = exp(x);
    const loss = sum(mul(y, y));
    y.dispose();
    loss.backward();
    const gradient = [...(await x.grad!.data())];
    expect(gradient[0]).toBeCloseTo(2 * Math.E ** 2, 4);
  },
  "recorded tensors can be read until the next backward of the same parameters": async () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const hidden = exp(w);
    const detached = hidden.detach();
    const loss = sum(hidden);
    loss.backward();
    expect((await hidden.data())[0]).toBeCloseTo(Math.E, 5);
    sum(mul(w, 2)).backward();
    expect(message(() => relu(hidden))).toMatch(/freed by the next backward\(\) of the same parameters/);
    expect((await detached.data())[0]).toBeCloseTo(Math.E, 5);
    expect(await loss.item()).toBeCloseTo(Math.E + Math.E ** 2, 4);
  },
  "leakReport() names the op of what is left": async (backend) => {
    let left: Tensor | undefined;
    const leaks = await leakReport(() => {
      scope(() => exp(zeros([5])).dispose());
      left = exp(zeros([10]));
    });
    expect(left!.backend).toBe(backend);
    expect(leaks.some((leak) => leak.op === "exp" && leak.bytes === 40 && leak.dtype === "float32")).toBe(true);
  },
});

/** Each test counts memory of its own: under another name the same device starts at 0. */
export const lifetimes: readonly Behaviour[] = tests.map((test) => ({
  ...test,
  run: (backend) => test.run(withKernels(backend)),
}));
