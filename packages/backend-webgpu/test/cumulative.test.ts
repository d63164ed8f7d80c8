import { sizeOf } from "@nn/core";
import { expect, it } from "vitest";
import { cumulative } from "../src/kernels/cumulative";
import { elementsOf, firstOff, noise, type Sample, sample, target } from "./kernel-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();

function running({ values, view: { shape } }: Sample, dim: number, join: (a: number, b: number) => number): number[] {
  const step = sizeOf(shape.slice(dim + 1));
  const results: number[] = [];
  values.forEach((value, i) => results.push(Math.floor(i / step) % shape[dim] > 0 ? join(results[i - step], value) : value)); // oxfmt-ignore
  return results;
}

/** Around vectors, and long enough for blocks, of which hardware has blocks again. */
const shapes: readonly (readonly [shape: readonly number[], dim: number, offset: number])[] = [
  [[1], 0, 0],
  [[7], 0, 1],
  [[5, 8], 1, 4],
  [[3, 5, 7], 1, 0],
  [[40_004], 0, 0],
  [[2, 5003], 1, 3],
  [[3000, 4], 0, 8],
  [[2, 2500, 3], 1, 0],
];

it.each(PLANS)("running sums of integers are exact, with the plan for %s", async (plan) => {
  const gpu = gpuOf(plan);
  for (const [shape, dim, offset] of shapes) {
    const x = sample(gpu, "int32", shape, (place) => Math.imul(place + 1, 0x9e3779b1), { offset });
    const y = target(gpu, "int32", shape);
    cumulative(gpu)([x.view], [y], { op: "sum", dim });
    const wanted = running(x, dim, (a, b) => (a + b) | 0);
    expect(firstOff(await elementsOf(gpu, y), wanted, 0), shape.join()).toBeUndefined();
  }
});

it.each(PLANS)("running sums and products of floats, with the plan for %s", async (plan) => {
  const gpu = gpuOf(plan);
  for (const length of [40_004, 5003]) {
    const x = sample(gpu, "float32", [length], (place) => noise(place) + 1);
    const near = sample(gpu, "float32", [length], (place) => 1 + noise(place) / 256);
    const [sums, products] = [target(gpu, "float32", [length]), target(gpu, "float32", [length])];
    cumulative(gpu)([x.view], [sums], { op: "sum", dim: 0 });
    cumulative(gpu)([near.view], [products], { op: "prod", dim: 0 });
    const off = firstOff(await elementsOf(gpu, sums), running(x, 0, (a, b) => a + b), 2e-6); // oxfmt-ignore
    expect(off).toBeUndefined();
    const wanted = running(near, 0, (a, b) => a * b);
    expect(firstOff(await elementsOf(gpu, products), wanted, 2e-5)).toBeUndefined();
  }
});
