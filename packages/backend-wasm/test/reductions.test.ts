import { hostArray, rowMajorStrides, type DType, type ReduceOp, type View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { argReduce } from "../src/kernels/arg-reduce";
import { cumulative } from "../src/kernels/cumulative";
import { reduce } from "../src/kernels/reduce";
import { Machine } from "../src/machine/machine";
import {
  backwards,
  firstDifference,
  numbers,
  offsetsOf,
  outputOf,
  randomView,
  resultOf,
  valuesOf,
  viewOf,
} from "./views";

const machine = await Machine.start(1);

const steps: Record<ReduceOp, (a: number, b: number) => number> = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  max: Math.max,
  min: Math.min,
};

const identities: Record<ReduceOp, number> = { sum: 0, prod: 1, max: -Infinity, min: Infinity };

/** The dtype of a result. */
function resultType(op: ReduceOp, dtype: DType): DType {
  return (dtype === "uint8" || dtype === "bool") && (op === "sum" || op === "prod") ? "int32" : dtype;
}

/** The value of every result, by one loop over x. */
function expected(
  values: readonly number[],
  shape: readonly number[],
  op: ReduceOp,
  dims: readonly number[],
  isInteger: boolean,
): number[] {
  const kept = shape.map((size, d) => (dims.includes(d) ? 1 : size));
  const places = offsetsOf(
    shape,
    rowMajorStrides(kept).map((stride, d) => (dims.includes(d) ? 0 : stride)),
  );
  const step = op === "prod" && isInteger ? Math.imul : steps[op];
  const results = new Array<number>(kept.reduce((n, size) => n * size, 1)).fill(identities[op]);
  values.forEach((value, i) => (results[places[i]] = step(results[places[i]], value)));
  return results;
}

function run(on: Machine, x: View, op: ReduceOp, dims: readonly number[]): ArrayLike<number> {
  const shape = x.shape.filter((_, d) => !dims.includes(d));
  const y = outputOf(on, resultType(op, x.dtype), shape);
  reduce(on)([x], [y], { op, dims, keepdim: false });
  return resultOf(on, y);
}

describe.each(["float32", "float64", "int32", "uint8"] as const)("reductions of %s", (dtype) => {
  it.each(["sum", "prod", "max", "min"] as const)("%s over any dimensions of any view", (op) => {
    const random = numbers(11);
    for (let round = 0; round < 150; round++) {
      const x = randomView(machine, dtype, random, op === "prod" ? [1, 2, 3] : [1, 2, 3, 5, 9, 33]);
      const dims = x.shape.map((_, d) => d).filter(() => random() < 0.5);
      const isInteger = dtype !== "float32" && dtype !== "float64";
      const wanted = expected(valuesOf(machine, x), x.shape, op, dims, isInteger);
      const found = run(machine, x, op, dims);
      const isExact = op !== "prod" || isInteger;
      const rounded = hostArray(resultType(op, dtype), wanted.length);
      rounded.set(wanted);
      const bad = isExact
        ? firstDifference(found, rounded)
        : wanted.findIndex((v, i) => !(Math.abs(found[i] / v - 1) < 1e-6));
      expect(bad, `${JSON.stringify(x)} over ${dims.join()}`).toBe(-1);
    }
  });
});

describe("truth values", () => {
  it("are counted, and give any and all", () => {
    const x = viewOf(machine, "bool", [0, 1, 1, 1, 1, 1, 0, 0, 0], [3, 3]);
    expect(Array.from(run(machine, x, "sum", [1]))).toEqual([2, 3, 0]);
    expect(Array.from(run(machine, x, "max", [1]))).toEqual([1, 1, 0]);
    expect(Array.from(run(machine, x, "min", [1]))).toEqual([0, 1, 0]);
  });

  it("of nothing are false for any and true for all", () => {
    const x = viewOf(machine, "bool", [], [2, 0]);
    expect(Array.from(run(machine, x, "max", [1]))).toEqual([0, 0]);
    expect(Array.from(run(machine, x, "min", [1]))).toEqual([1, 1]);
  });
});

describe("NaN", () => {
  it("wins at any place, and infinities do not hide it", () => {
    for (const [shape, dims] of [
      [[77], [0]],
      [[37, 3], [0]],
    ] as const) {
      // oxfmt-ignore
      const size = shape.reduce((n, s) => n * s, 1);
      for (let at = 0; at < size; at++) {
        const values = Array.from({ length: size }, (_, i) => (i === at ? NaN : i % 5 === 0 ? Infinity : -Infinity));
        const x = viewOf(machine, "float32", values, shape);
        for (const op of ["sum", "max", "min"] as const) {
          expect(run(machine, x, op, dims)[shape.length === 1 ? 0 : at % 3], `${op}, ${at}`).toBeNaN();
        }
      }
    }
  });

  it("of other columns stays there", () => {
    const x = viewOf(machine, "float32", [1, NaN, 3, 4, 5, 6, 7, 8, 9, 10], [2, 5]);
    expect(Array.from(run(machine, x, "max", [0]))).toEqual([6, NaN, 8, 9, 10]);
  });
});

describe("sums of many floats", () => {
  const shapes: [number[], number[]][] = [[[2 ** 20 + 77], [0]], [[70_001, 17], [0]], [[3, 360_001], [1]], [[40, 3, 9003], [0, 2]]]; // oxfmt-ignore

  it.each(shapes)("%j over %j lose nearly nothing, whatever the parts", (shape, dims) => {
    const size = shape.reduce((n, s) => n * s, 1);
    const random = numbers(5);
    const values = Float32Array.from({ length: size }, random);
    const x = viewOf(machine, "float32", values, shape);
    const found = run(machine, x, "sum", dims);
    const wanted = expected([...values], shape, "sum", dims, false);
    expect(wanted.findIndex((value, i) => !(Math.abs(found[i] / value - 1) < 3e-7))).toBe(-1);
    expect(firstDifference(found, run(backwards(machine), x, "sum", dims))).toBe(-1);
    expect(firstDifference(run(machine, x, "max", dims), run(backwards(machine), x, "max", dims))).toBe(-1);
  });
});

describe("the place of an extreme", () => {
  it.each(["float32", "float64", "int32", "uint8"] as const)("is the first one, in any view of %s", (dtype) => {
    const random = numbers(3);
    for (let round = 0; round < 100; round++) {
      const x = randomView(machine, dtype, random, [1, 2, 3, 7]);
      const dim = Math.floor(random() * x.shape.length);
      const values = valuesOf(machine, x);
      const shape = x.shape.filter((_, d) => d !== dim);
      const places = offsetsOf(x.shape, rowMajorStrides(x.shape.map((size, d) => (d === dim ? 1 : size))).map((s, d) => (d === dim ? 0 : s))); // oxfmt-ignore
      for (const op of ["max", "min"] as const) {
        const lines: number[][] = [];
        values.forEach((value, i) => (lines[places[i]] ??= []).push(value));
        const y = outputOf(machine, "int32", shape);
        argReduce(machine)([x], [y], { op, dim, keepdim: false });
        expect([...resultOf(machine, y)]).toEqual(lines.map((line) => line.indexOf(Math[op](...line))));
      }
    }
  });

  it("is that of the first NaN", () => {
    const x = viewOf(machine, "float32", [1, NaN, 9, NaN, 5, 5, 1, 2], [2, 4]);
    const y = outputOf(machine, "int32", [2]);
    argReduce(machine)([x], [y], { op: "max", dim: 1, keepdim: false });
    expect([...resultOf(machine, y)]).toEqual([1, 0]);
  });
});

describe("running results", () => {
  it.each(["float32", "float64", "int32", "uint8"] as const)("of %s follow lines along any dimension", (dtype) => {
    const random = numbers(8);
    for (const shape of [[5], [3, 4], [2, 3, 5], [4, 2, 300], [3, 7, 1]]) {
      const size = shape.reduce((n, s) => n * s, 1);
      const values = Array.from({ length: size }, (): number => (random() < 0.05 ? 2 : 1));
      const x = viewOf(machine, dtype, values, shape);
      for (let dim = 0; dim < shape.length; dim++) {
        const step = rowMajorStrides(shape)[dim];
        for (const op of ["sum", "prod"] as const) {
          const wanted = [...values];
          for (let i = 0; i < size; i++) {
            if (Math.floor(i / step) % shape[dim] > 0) wanted[i] = steps[op](wanted[i - step], wanted[i]);
          }
          const y = outputOf(machine, dtype, shape);
          cumulative(backwards(machine))([x], [y], { op, dim });
          const rounded = hostArray(dtype, size);
          rounded.set(wanted);
          expect([...resultOf(machine, y)]).toEqual([...rounded]);
        }
      }
    }
  });

  it("of a long line keep their digits", () => {
    const values = new Float32Array(100_000).fill(0.1);
    const x = viewOf(machine, "float32", values, [100_000]);
    const y = outputOf(machine, "float32", [100_000]);
    cumulative(machine)([x], [y], { op: "sum", dim: 0 });
    expect(resultOf(machine, y)[99_999]).toBe(Math.fround(100_000 * Math.fround(0.1)));
  });
});
