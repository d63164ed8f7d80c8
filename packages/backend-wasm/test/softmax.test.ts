import { ArgumentError, type FusedOps, type Kernel, type View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { crossEntropy } from "../src/fused/cross-entropy";
import { crossEntropyGrad } from "../src/fused/cross-entropy-grad";
import { logSoftmax } from "../src/fused/log-softmax";
import { logSoftmaxGrad } from "../src/fused/log-softmax-grad";
import { softmax } from "../src/fused/softmax";
import { softmaxGrad } from "../src/fused/softmax-grad";
import { Machine } from "../src/machine/machine";
import { backwards, firstDifference, numbers, outputOf, resultOf, viewOf } from "./views";

const machine = await Machine.start(1);

type Op = "softmax" | "logSoftmax" | "softmaxGrad" | "logSoftmaxGrad";

const kernels: { [K in Op]: (on: Machine) => Kernel<FusedOps[K]> } = {
  softmax,
  logSoftmax,
  softmaxGrad,
  logSoftmaxGrad,
};

function softmaxOf(x: readonly number[]): number[] {
  const max = Math.max(...x);
  const powers = x.map((v) => Math.exp(v - max));
  const sum = powers.reduce((p, q) => p + q, 0);
  return powers.map((p) => p / sum);
}

function logSoftmaxOf(x: readonly number[]): number[] {
  const max = Math.max(...x);
  const total = max + Math.log(x.reduce((sum, v) => sum + Math.exp(v - max), 0));
  return x.map((v) => v - total);
}

/** Lines along a dimension in double precision; `b` is the output where `a` is its cotangent. */
const formulas: Record<Op, (a: readonly number[], b: readonly number[]) => number[]> = {
  softmax: softmaxOf,
  logSoftmax: logSoftmaxOf,
  softmaxGrad: (g, y) => {
    const dot = g.reduce((sum, v, i) => sum + v * y[i], 0);
    return g.map((v, i) => y[i] * (v - dot));
  },
  logSoftmaxGrad: (g, y) => {
    const sum = g.reduce((p, q) => p + q, 0);
    return g.map((v, i) => v - Math.exp(y[i]) * sum);
  },
};

function run(on: Machine, op: Op, inputs: readonly View[], dim: number): ArrayLike<number> {
  const y = outputOf(on, "float32", inputs[0].shape);
  kernels[op](on)(inputs, [y], { dim });
  return resultOf(on, y);
}

const shapes: [number[], number][] = [
  ...[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 1000].map((n): [number[], number] => [[3, n], 1]),
  ...[2, 3, 4, 5, 127, 128, 129, 131].map((n): [number[], number] => [[2, 5, n], 1]),
  [[6, 1, 3], 1],
  [[70, 3], 0],
  [[257, 515], 1],
  [[130, 3, 259], 1],
];

describe.each(["softmax", "logSoftmax", "softmaxGrad", "logSoftmaxGrad"] as const)("%s", (op) => {
  it.each(shapes)("of %j along %i", (shape, dim) => {
    const random = numbers(2);
    const size = shape.reduce((n, s) => n * s, 1);
    const isGrad = op.endsWith("Grad");
    const a = Float32Array.from({ length: size }, () => (random() * 30 - 15) / (isGrad ? 10 : 1));
    const b = Float32Array.from({ length: size }, () =>
      op === "softmaxGrad" ? random() / shape[dim] : -random() * 20,
    );
    const inner = shape.slice(dim + 1).reduce((n, s) => n * s, 1);
    const wanted = new Float64Array(size);
    for (let line = 0; line < size / shape[dim]; line++) {
      const start = Math.floor(line / inner) * inner * shape[dim] + (line % inner);
      const at = Array.from({ length: shape[dim] }, (_, n) => start + n * inner);
      const result = formulas[op](at.map((i) => a[i]), at.map((i) => b[i])); // oxfmt-ignore
      at.forEach((i, n) => (wanted[i] = result[n]));
    }
    // Views that begin anywhere.
    const inputs = [a, b].map((values) => viewOf(machine, "float32", [0, 0, 0, ...values], shape, undefined, 3));
    const found = run(machine, op, inputs.slice(0, isGrad ? 2 : 1), dim);
    const bad = wanted.findIndex(
      (v, i) => !(Math.abs(found[i] - v) <= 2e-6 * Math.abs(v) + (op === "softmax" ? 1e-12 : 1e-5)),
    );
    expect(bad, `${found[bad]} instead of ${wanted[bad]}`).toBe(-1);
    const parts = run(backwards(machine), op, inputs.slice(0, isGrad ? 2 : 1), dim);
    expect(firstDifference(found, parts)).toBe(-1);
  });
});

describe.each([1, 0])("infinities along dimension %i", (dim) => {
  const line = (values: number[]): View =>
    viewOf(machine, "float32", values, dim === 1 ? [1, values.length] : [values.length, 1]);

  it("hide elements, or leave nothing", () => {
    const some = [0, -Infinity, 1, -Infinity, -1000, 3];
    const found = run(machine, "softmax", [line(some)], dim);
    softmaxOf(some).forEach((v, i) => expect(found[i]).toBeCloseTo(v, 6));
    expect([found[1], found[3], found[4]]).toEqual([0, 0, 0]);
    expect(run(machine, "logSoftmax", [line(some)], dim)[1]).toBe(-Infinity);
    for (const nothing of [
      [-Infinity, -Infinity, -Infinity],
      [1, Infinity, 2],
      [1, 2, NaN, 3, 4],
    ]) {
      // oxfmt-ignore
      expect(Array.from(run(machine, "softmax", [line(nothing)], dim)).every(Number.isNaN)).toBe(true);
      expect(Array.from(run(machine, "logSoftmax", [line(nothing)], dim)).every(Number.isNaN)).toBe(true);
    }
  });
});

it("a NaN of any kind is seen", () => {
  const words = new Uint32Array(Float32Array.from({ length: 9 }, (_, i) => i).buffer);
  words[3] = 0x7fc12345;
  const x = viewOf(machine, "float32", new Float32Array(words.buffer), [1, 9]);
  expect(Array.from(run(machine, "softmax", [x], 1))).toEqual(new Array<number>(9).fill(NaN));
});

describe("cross-entropy", () => {
  const [rows, classes] = [700, 131];
  const random = numbers(4);
  const values = Float32Array.from({ length: rows * classes }, () => random() * 20 - 10);
  const logits = viewOf(machine, "float32", values, [rows, classes]);
  const classOf = Array.from({ length: rows }, (_, i) => (i % 5 === 2 ? -100 : (i * 7) % classes));
  const target = viewOf(machine, "int32", classOf, [rows]);
  const shares = Array.from({ length: rows }, (_, i) => (i % 3) - 1);
  const g = viewOf(machine, "float32", shares, [rows]);
  const lines = classOf.map((_, i) => [...values.subarray(i * classes, (i + 1) * classes)]);

  it("is that of each row's class", () => {
    for (const on of [machine, backwards(machine)]) {
      const y = outputOf(on, "float32", [rows]);
      crossEntropy(on)([logits, target], [y], { ignoreIndex: -100 });
      const found = resultOf(on, y);
      classOf.forEach((c, i) => expect(found[i]).toBeCloseTo(c < 0 ? 0 : -logSoftmaxOf(lines[i])[c], 5));
    }
  });

  it("has a gradient that is 0 in ignored rows", () => {
    for (const on of [machine, backwards(machine)]) {
      const y = outputOf(on, "float32", [rows, classes]);
      crossEntropyGrad(on)([g, logits, target], [y], { ignoreIndex: -100 });
      const found = resultOf(on, y);
      const wanted = classOf.flatMap((c, i) =>
        softmaxOf(lines[i]).map((p, j) => (c < 0 ? 0 : shares[i] * (p - (c === j ? 1 : 0)))),
      );
      expect(wanted.findIndex((v, i) => !(Math.abs(found[i] - v) < 1e-6))).toBe(-1);
    }
  });

  it("names a class that does not exist", () => {
    const x = viewOf(machine, "float32", [1, 2, 3, 4, 5, 6], [2, 3]);
    const y = outputOf(machine, "float32", [2]);
    for (const bad of [3, -1]) {
      const t = viewOf(machine, "int32", [0, bad], [2]);
      const call = (): void => crossEntropy(machine)([x, t], [y], { ignoreIndex: -100 });
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(`crossEntropy: index ${bad} at position 1 is out of range for size 3`);
    }
  });
});
