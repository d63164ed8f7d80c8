import { type DType, type ReduceOp, sizeOf } from "@nn/core";
import { describe, expect, it } from "vitest";
import type { Gpu } from "../src/gpu/gpu";
import { argReduce } from "../src/kernels/arg-reduce";
import { reduce } from "../src/kernels/reduce";
import { elementsOf, firstOff, noise, type Sample, sample, target } from "./kernel-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();

/** The elements that each result is of. */
function bundles({ view: { shape }, values }: Sample, dims: readonly number[]): number[][] {
  const kept = shape.map((size, d) => (dims.includes(d) ? 1 : size));
  const results: number[][] = Array.from({ length: sizeOf(kept) }, () => []);
  values.forEach((value, i) => {
    let [rest, to, unit] = [i, 0, 1];
    for (let d = shape.length - 1; d >= 0; d--) {
      if (!dims.includes(d)) to += (rest % shape[d]) * unit;
      unit *= kept[d];
      rest = Math.floor(rest / shape[d]);
    }
    results[to].push(value);
  });
  return results;
}

const steps: Readonly<Record<ReduceOp, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
};

const starts: Readonly<Record<ReduceOp, number>> = { sum: 0, prod: 1, max: -Infinity, min: Infinity };

async function reduced(gpu: Gpu, op: ReduceOp, x: Sample, dims: readonly number[]): Promise<ArrayLike<number>> {
  const { dtype, shape } = x.view;
  const isNarrow = (dtype === "uint8" || dtype === "bool") && (op === "sum" || op === "prod");
  const y = target(gpu, isNarrow ? "int32" : dtype, shape.filter((_, d) => !dims.includes(d))); // oxfmt-ignore
  reduce(gpu)([x.view], [y], { op, dims, keepdim: false });
  return elementsOf(gpu, y);
}

interface Layout {
  readonly shape: readonly number[];
  readonly dims: readonly number[];
  readonly strides?: readonly number[];
  readonly offset?: number;
}

const layouts: Readonly<Record<string, Layout>> = {
  "one number": { shape: [], dims: [] },
  "a tail alone": { shape: [3], dims: [0] },
  "everything": { shape: [70_001], dims: [0] },
  "everything, one off": { shape: [70_001], dims: [0], offset: 1 },
  "everything of a transposed matrix": { shape: [65, 132], dims: [0, 1], strides: [1, 65] },
  "everything backwards": { shape: [3000], dims: [0], strides: [-1], offset: 2999 },
  "short rows": { shape: [500, 7], dims: [1] },
  "rows of vectors": { shape: [33, 36], dims: [1] },
  "long rows": { shape: [3, 9004], dims: [1], offset: 4 },
  "one long row with a tail": { shape: [1, 9003], dims: [1], offset: 4 },
  "columns": { shape: [515, 9], dims: [0] },
  "columns of vectors": { shape: [515, 12], dims: [0] },
  "few long columns": { shape: [9001, 4], dims: [0] },
  "every other column": { shape: [700, 6], dims: [0], strides: [12, 2], offset: 1 },
  "planes": { shape: [5, 3, 28], dims: [0, 2] },
  "planes and a tail": { shape: [5, 3, 27], dims: [0, 2] },
  "dimensions between": { shape: [4, 5, 6, 8], dims: [0, 2] },
  "repeated rows": { shape: [6, 40], dims: [0, 1], strides: [0, 1] },
}; // oxfmt-ignore

const rows = PLANS.flatMap((plan) => Object.entries(layouts).map(([title, layout]) => ({ plan, title, layout })));

describe("reductions", () => {
  it.each(rows)("of $title, with the plan for $plan", async ({ plan, layout: { shape, dims, ...place } }) => {
    const gpu = gpuOf(plan);
    const x = sample(gpu, "float32", shape, (at) => noise(at) + 1, place);
    const all = bundles(x, dims);
    for (const op of ["sum", "max"] as const) {
      const wanted = all.map((values) => values.reduce(steps[op], starts[op]));
      expect(firstOff(await reduced(gpu, op, x, dims), wanted, 1e-6), op).toBeUndefined();
    }
  });

  it.each(PLANS)("of integers wrap, with the plan for %s", async (plan) => {
    const gpu = gpuOf(plan);
    const numbers: readonly [DType, readonly ReduceOp[], (place: number) => number][] = [
      ["int32", ["sum", "prod", "max", "min"], (place) => Math.imul(place + 1, 0x9e3779b1)],
      ["uint8", ["sum", "min"], (place) => (place * 37) % 256],
      ["bool", ["sum", "max"], (place) => (place % 5 === 0 ? 0 : 1)],
    ];
    for (const [dtype, ops, at] of numbers) {
      const x = sample(gpu, dtype, [3, 302], at);
      for (const op of ops) {
        const join =
          op === "sum"
            ? (a: number, b: number) => (a + b) | 0
            : op === "prod"
              ? (a: number, b: number) => Math.imul(a, b)
              : steps[op];
        const wanted = bundles(x, [1]).map((values) => values.reduce(join));
        expect(Array.from(await reduced(gpu, op, x, [1])), `${op} of ${dtype}`).toEqual(wanted);
      }
    }
  });

  it.each(PLANS)("are far more exact than adding one by one, with the plan for %s", async (plan) => {
    const gpu = gpuOf(plan);
    const n = 2 ** 18;
    for (const [shape, dim] of [
      [[n], 0],
      [[n / 4, 4], 0],
      [[2, n / 2], 1],
    ] as const) {
      const exact = Math.fround(0.1) * shape[dim]!;
      const x = sample(gpu, "float32", shape, () => 0.1);
      for (const sum of Array.from(await reduced(gpu, "sum", x, [dim]))) {
        expect(Math.abs(sum / exact - 1)).toBeLessThan(1e-6);
      }
    }
  });

  it.each(PLANS)("are NaN where any element is, of either sign, with the plan for %s", async (plan) => {
    const gpu = gpuOf(plan);
    const negative = new Float32Array(new Uint32Array([0xffc00001]).buffer)[0];
    for (const length of [5, 4099]) {
      for (const bad of [0, 1, length - 1]) {
        for (const [op, nan] of [
          ["max", NaN],
          ["min", NaN],
          ["max", negative],
          ["min", negative],
        ] as const) {
          const x = sample(gpu, "float32", [2, length], (place) => (place === bad ? nan : noise(place)));
          const rest = x.values.slice(length);
          expect(firstOff(await reduced(gpu, op, x, [1]), [NaN, Math[op](...rest)], 0)).toBeUndefined();
        }
      }
    }
    const ends = sample(gpu, "float32", [2, 2], (place) => [-Infinity, -Infinity, Infinity, -3][place]);
    expect(Array.from(await reduced(gpu, "max", ends, [1]))).toEqual([-Infinity, Infinity]);
    expect(Array.from(await reduced(gpu, "min", ends, [1]))).toEqual([-Infinity, -3]);
  });
});

describe("argReduce", () => {
  const found = async (gpu: Gpu, op: "max" | "min", { view }: Sample, dim: number): Promise<number[]> => {
    const y = target(gpu, "int32", view.shape.filter((_, d) => d !== dim)); // oxfmt-ignore
    argReduce(gpu)([view], [y], { op, dim, keepdim: false });
    return [...(await elementsOf(gpu, y))];
  };

  it.each(PLANS)("finds the first extreme of many, with the plan for %s", async (plan) => {
    const gpu = gpuOf(plan);
    // Each value comes often.
    const coarse = (place: number): number => Math.round(noise(place) * 20);
    const cases: readonly [number[], number, number[]?, number?][] = [
      [[2, 9001], 1],
      [[9001, 3], 0],
      [[40, 10], 1],
      [[10, 40], 1, [1, 10]],
      [[300], 0, [-1], 299],
    ];
    for (const [shape, dim, strides, offset] of cases) {
      const x = sample(gpu, "float32", shape, coarse, { strides, offset });
      const wanted = bundles(x, [dim]).map((values) => values.indexOf(values.reduce(steps.max)));
      expect(await found(gpu, "max", x, dim), shape.join()).toEqual(wanted);
    }
  });

  it.each(PLANS)("takes NaN for the extreme and zeros for equal, with the plan for %s", async (plan) => {
    const gpu = gpuOf(plan);
    const values = [1, NaN, -Infinity, NaN, -0, 0, -0, 0, Infinity, -Infinity, Infinity, 5];
    const x = sample(gpu, "float32", [3, 4], (place) => values[place]);
    expect(await found(gpu, "max", x, 1)).toEqual([1, 0, 0]);
    expect(await found(gpu, "min", x, 1)).toEqual([1, 0, 1]);
    const least = -(2 ** 31);
    const y = sample(gpu, "int32", [2, 2], (place) => [least, least, least, least + 1][place]);
    expect(await found(gpu, "max", y, 1)).toEqual([0, 1]);
    expect(await found(gpu, "min", y, 1)).toEqual([0, 0]);
  });
});
