import type { FusedOps, Kernel } from "@nn/core";
import { describe, expect, it } from "vitest";
import { adamStep } from "../src/fused/adam-step";
import { sgdStep } from "../src/fused/sgd-step";
import type { For } from "../src/kernel";
import { firstOff, listOf, numbers, outputOf, resultOf, viewOf } from "./fused-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();

/** Lengths around vectors, and one of several turns of each invocation; with where the gradient starts. */
const SIZES = [[1, 0], [3, 4], [4, 3], [130, 0], [131, 1], [9001, 8]] as const; // oxfmt-ignore

/** Runs an update to buffers of their own, then in place. */
function check<A>(
  title: string,
  make: For<A>,
  attrs: A,
  inputs: number,
  expected: (columns: readonly number[]) => number[],
): void {
  it.each(PLANS)(`${title}, %s`, async (plan) => {
    const gpu = gpuOf(plan);
    const kernel: Kernel<A> = make(gpu);
    const random = numbers(3);
    for (const [length, offset] of SIZES) {
      const data = listOf(inputs, (k) => k).map((k) => listOf(length, () => (k > 2 ? Math.abs(random()) : random())));
      const wanted = data[0].map((_, i) => expected(data.map((values) => values[i])));
      const views = data.map((values, k) => viewOf(gpu, values, [length], k === 1 ? offset : 0));
      const own = views.filter((_, k) => k !== 1);
      const fresh = own.map(() => outputOf(gpu, [length]));
      kernel(views, fresh, attrs);
      kernel(views, own, attrs);
      for (const outputs of [fresh, own]) {
        for (const [k, y] of outputs.entries()) {
          expect(firstOff(await resultOf(gpu, y), wanted.map((row) => row[k]), 1e-6)).toBeUndefined(); // oxfmt-ignore
        }
      }
    }
  });
}

const SGD = { lr: 0.1, momentum: 0.9, dampening: 0.2, nesterov: false, weightDecay: 0, maximize: false, first: false };

describe.each<Partial<FusedOps["sgdStep"]>>([
  {}, { nesterov: true, dampening: 0 }, { first: true }, { weightDecay: 0.3, maximize: true },
])("sgdStep %o", (options) => {
  const attrs = { ...SGD, ...options };
  const { lr, momentum, dampening, nesterov, weightDecay, maximize, first } = attrs;
  const direction = (p: number, g: number): number => (maximize ? -g : g) + weightDecay * p;
  check("without velocity", sgdStep, attrs, 2, ([p, g]) => [p - lr * direction(p, g)]);
  check("with velocity", sgdStep, attrs, 3, ([p, g, v]) => {
    const speed = first ? direction(p, g) : momentum * v + (1 - dampening) * direction(p, g);
    return [p - lr * (nesterov ? direction(p, g) + momentum * speed : speed), speed];
  });
}); // oxfmt-ignore

const ADAM = {
  lr: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-3, weightDecay: 0, decoupled: false, maximize: false, step: 3,
}; // oxfmt-ignore

describe.each<Partial<FusedOps["adamStep"]>>([
  {}, { step: 1, maximize: true }, { weightDecay: 0.3 }, { weightDecay: 0.3, decoupled: true },
])("adamStep %o", (options) => {
  const attrs = { ...ADAM, ...options };
  const { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step } = attrs;
  const next = ([p, grad, m, v, most]: readonly number[]): number[] => {
    const g = (maximize ? -grad : grad) + (decoupled ? 0 : weightDecay * p);
    const mean = beta1 * m + (1 - beta1) * g;
    const square = beta2 * v + (1 - beta2) * g * g;
    const used = most === undefined ? square : Math.max(most, square);
    const root = Math.sqrt(used / (1 - beta2 ** step)) + eps;
    const moved = p * (decoupled ? 1 - lr * weightDecay : 1) - (lr * mean) / (1 - beta1 ** step) / root;
    return most === undefined ? [moved, mean, square] : [moved, mean, square, used];
  };
  check("of the mean square", adamStep, attrs, 4, next);
  check("of the largest mean square", adamStep, attrs, 5, next);
}); // oxfmt-ignore

describe("updates", () => {
  it("do not read the first velocity", async () => {
    const gpu = gpuOf("software");
    const [p, g, velocity] = [1, 2, NaN].map((value) => viewOf(gpu, [value], [1]));
    sgdStep(gpu)([p, g, velocity], [p, velocity], { ...SGD, first: true });
    expect(await resultOf(gpu, velocity)).toEqual([2]);
  });

  it("keep a largest mean square that is NaN, and take one", async () => {
    const gpu = gpuOf("software");
    const views = [[1, 1], [1, 1], [0, 0], [1, NaN], [NaN, 1]].map((values) => viewOf(gpu, values, [2])); // oxfmt-ignore
    adamStep(gpu)(views, [views[0], ...views.slice(2)], ADAM);
    expect(await resultOf(gpu, views[4])).toEqual([NaN, NaN]);
  });

  it("take a gradient that is the parameter itself", async () => {
    const gpu = gpuOf("software");
    const p = viewOf(gpu, [1, 2, -4], [3]);
    sgdStep(gpu)([p, p], [p], { ...SGD, lr: 0.5 });
    expect(await resultOf(gpu, p)).toEqual([0.5, 1, -2]);
  });
});
