import { type Kernel, sizeOf, type View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { crossEntropy } from "../src/fused/cross-entropy";
import { crossEntropyGrad } from "../src/fused/cross-entropy-grad";
import { logSoftmax } from "../src/fused/log-softmax";
import { logSoftmaxGrad } from "../src/fused/log-softmax-grad";
import { softmax } from "../src/fused/softmax";
import { softmaxGrad } from "../src/fused/softmax-grad";
import type { Block } from "../src/gpu/block";
import type { Gpu } from "../src/gpu/gpu";
import type { For } from "../src/kernel";
import { elementsOf, firstOff, noise, sample, target } from "./kernel-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();

function exponentials(line: readonly number[]): { shifted: number[]; total: number } {
  const top = line.reduce((a, b) => Math.max(a, b));
  const shifted = line.map((x) => x - top);
  return { shifted, total: shifted.reduce((sum, x) => sum + Math.exp(x), 0) };
}

function softmaxOf(line: readonly number[]): number[] {
  const { shifted, total } = exponentials(line);
  return shifted.map((x) => Math.exp(x) / total);
}

function logSoftmaxOf(line: readonly number[]): number[] {
  const { shifted, total } = exponentials(line);
  return shifted.map((x) => x - Math.log(total));
}

interface Op {
  readonly make: For<{ readonly dim: number }>;
  readonly inputs: number;
  readonly exact: (a: readonly number[], b: readonly number[]) => number[];
}

const ops: Readonly<Record<string, Op>> = {
  softmax: { make: softmax, inputs: 1, exact: softmaxOf },
  logSoftmax: { make: logSoftmax, inputs: 1, exact: logSoftmaxOf },
  softmaxGrad: {
    make: softmaxGrad,
    inputs: 2,
    exact: (g, y) => {
      const total = g.reduce((sum, x, i) => sum + x * y[i], 0);
      return y.map((value, i) => value * (g[i] - total));
    },
  },
  logSoftmaxGrad: {
    make: logSoftmaxGrad,
    inputs: 2,
    exact: (g, y) => {
      const total = g.reduce((sum, x) => sum + x, 0);
      return y.map((value, i) => g[i] - Math.exp(value) * total);
    },
  },
};

/** Applies `fn` to the lines along `dim`. */
function overLines(
  shape: readonly number[],
  dim: number,
  inputs: readonly (readonly number[])[],
  fn: (...lines: readonly (readonly number[])[]) => number[],
): number[] {
  const step = sizeOf(shape.slice(dim + 1));
  const results: number[] = [];
  for (let i = 0; i < sizeOf(shape); i++) {
    if (Math.floor(i / step) % shape[dim] > 0) continue;
    const along = Array.from({ length: shape[dim] }, (_, n) => i + n * step);
    const line = fn(...inputs.map((values) => along.map((at) => values[at])));
    along.forEach((at, n) => (results[at] = line[n]));
  }
  return results;
}

const shapes: readonly (readonly [shape: readonly number[], dim: number, offset: number])[] = [
  [[3, 1], 1, 0],
  [[70, 10], 1, 3],
  [[5, 132], 1, 4],
  [[2, 4100], 1, 0],
  [[9, 1001], 1, 0],
  [[2, 33, 8], 1, 4],
  [[3, 5, 7], 1, 1],
  [[1, 1100, 4], 1, 0],
];

const run = async <A>(gpu: Gpu, make: For<A>, inputs: readonly View[], shape: readonly number[], attrs: A) => {
  const y = target(gpu, "float32", shape);
  const kernel: Kernel<A> = make(gpu);
  kernel(inputs, [y], attrs);
  return elementsOf(gpu, y);
};

describe.each(PLANS)("with the plan for %s", (plan) => {
  it.each(Object.keys(ops))("%s goes along lines of any length and step", async (name) => {
    const gpu = gpuOf(plan);
    const { make, inputs, exact } = ops[name];
    for (const [shape, dim, offset] of shapes) {
      const all = Array.from({ length: inputs }, (_, n) =>
        // Gradients so small that sums of them are not.
        sample(
          gpu,
          "float32",
          shape,
          (place) => noise(place + n) * (n < inputs - 1 ? 1 / shape[dim] : 6) - (n > 0 ? 6 : 0),
          {
            offset: n === 0 ? offset : 0,
          },
        ),
      );
      const wanted = overLines(shape, dim, all.map(({ values }) => values), exact); // oxfmt-ignore
      const found = await run(gpu, make, all.map(({ view }) => view), shape, { dim }); // oxfmt-ignore
      expect(firstOff(found, wanted, 2e-6), shape.join()).toBeUndefined();
    }
  });

  it("large values neither overflow nor vanish, and NaN and ∞ spread over their line", async () => {
    const gpu = gpuOf(plan);
    for (const length of [6, 8, 2052]) {
      const firsts = [[1e30, 1e30], [-1e30, 1], [-3e38, 3e38], [-Infinity, 0], [NaN, 1], [Infinity, 1], [-Infinity, -Infinity]]; // oxfmt-ignore
      const at = (place: number): number => firsts[Math.floor(place / length)][Math.min(1, place % length)];
      const x = sample(gpu, "float32", [firsts.length, length], at);
      for (const [make, exact] of [
        [softmax, softmaxOf],
        [logSoftmax, logSoftmaxOf],
      ] as const) {
        const wanted = overLines(x.view.shape, 1, [x.values], exact).map((value) => Math.fround(value));
        const found = await run(gpu, make, [x.view], x.view.shape, { dim: 1 });
        expect(firstOff(found, wanted, 2e-6), `${length}`).toBeUndefined();
      }
    }
  });

  it("cross entropy picks the target's class, and nothing in rows that are left out", async () => {
    const gpu = gpuOf(plan);
    for (const [rows, classes, offset] of [
      [70, 10, 3],
      [5, 132, 4],
      [2, 4100, 0],
    ] as const) {
      const logits = sample(gpu, "float32", [rows, classes], (place) => (place < offset + classes ? NaN : 6 * noise(place)), { offset }); // oxfmt-ignore
      const targets = sample(gpu, "int32", [rows], (place) => (place < 2 ? -7 : (place * 31) % classes), { offset: 1 });
      const g = sample(gpu, "float32", [rows], noise, { offset: 2 });
      const lines = Array.from({ length: rows }, (_, i) => logits.values.slice(i * classes, (i + 1) * classes));
      const attrs = { ignoreIndex: -7 };
      const losses = lines.map((line, i) => (i === 0 ? 0 : -logSoftmaxOf(line)[targets.values[i]]));
      const slopes = lines.flatMap((line, i) =>
        softmaxOf(line).map((p, n) => (i === 0 ? 0 : (p - (n === targets.values[i] ? 1 : 0)) * g.values[i])),
      );
      const loss = await run(gpu, crossEntropy, [logits.view, targets.view], [rows], attrs);
      expect(firstOff(loss, losses, 2e-6)).toBeUndefined();
      const slope = await run(gpu, crossEntropyGrad, [g.view, logits.view, targets.view], [rows, classes], attrs);
      expect(firstOff(slope, slopes, 2e-6)).toBeUndefined();
    }
  });

  it("a class that there is not is named by the next read", async () => {
    const gpu = gpuOf(plan);
    const logits = sample(gpu, "float32", [3, 10], noise).view;
    for (const bad of [10, -1]) {
      const targets = sample(gpu, "int32", [3], (place) => (place === 1 ? bad : 9)).view;
      const y = target(gpu, "float32", [3]);
      crossEntropy(gpu)([logits, targets], [y], { ignoreIndex: -100 });
      await expect(gpu.read(y.buffer as Block, "float32", 0, 3)).rejects.toThrow(
        `crossEntropy: class ${bad} is out of range for 10 classes`,
      );
      // Told of once.
      await gpu.read(y.buffer as Block, "float32", 0, 3);
    }
  });
});
