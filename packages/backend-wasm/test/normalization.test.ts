import type { FusedOps, Kernel, View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { batchNorm } from "../src/fused/batch-norm";
import { batchNormGrad } from "../src/fused/batch-norm-grad";
import { groupNorm } from "../src/fused/group-norm";
import { groupNormGrad } from "../src/fused/group-norm-grad";
import { layerNorm } from "../src/fused/layer-norm";
import { layerNormGrad } from "../src/fused/layer-norm-grad";
import { rmsNorm } from "../src/fused/rms-norm";
import { rmsNormGrad } from "../src/fused/rms-norm-grad";
import { Machine } from "../src/machine/machine";
import { backwards, firstDifference, numbers, outputOf, resultOf, viewOf } from "./views";

const machine = await Machine.start(1);
const EPS = 1e-5;

type Norm = "layerNorm" | "rmsNorm" | "groupNorm" | "batchNorm";
type AnyKernel = (on: Machine) => Kernel<never>;

const forward: Record<Norm, AnyKernel> = { layerNorm, rmsNorm, groupNorm, batchNorm };
const backward: Record<Norm, AnyKernel> = {
  layerNorm: layerNormGrad,
  rmsNorm: rmsNormGrad,
  groupNorm: groupNormGrad,
  batchNorm: batchNormGrad,
};

interface Case {
  readonly norm: Norm;
  readonly shape: readonly number[];
  readonly groups?: number;
}

const cases: Case[] = [
  ...[1, 3, 4, 5, 63, 130, 1027].map((n): Case => ({ norm: "layerNorm", shape: [3, n] })),
  { norm: "layerNorm", shape: [331, 203] },
  ...[5, 130].map((n): Case => ({ norm: "rmsNorm", shape: [67, n] })),
  ...[1, 3, 4, 7, 513].map((n): Case => ({ norm: "groupNorm", shape: [3, 6, n], groups: 2 })),
  { norm: "groupNorm", shape: [40, 8, 500], groups: 4 },
  ...[1, 2, 3, 4, 5, 9].map((c): Case => ({ norm: "batchNorm", shape: [7, c] })),
  { norm: "batchNorm", shape: [700, 211] },
  { norm: "batchNorm", shape: [19, 515] },
  ...[2, 3, 4, 7, 305].map((n): Case => ({ norm: "batchNorm", shape: [5, 3, n] })),
  { norm: "batchNorm", shape: [60, 7, 331] },
];

/** The statistic, and the parameter, that an element belongs to. */
function placesOf({ norm, shape, groups = 1 }: Case): {
  statistic: (i: number) => number;
  parameter: (i: number) => number;
} {
  const [, channels, length = 1] = shape;
  const channel = (i: number): number => Math.floor(i / length) % channels;
  if (norm === "batchNorm") return { statistic: channel, parameter: channel };
  if (norm === "groupNorm")
    return { statistic: (i) => Math.floor(i / ((length * channels) / groups)), parameter: channel };
  return { statistic: (i) => Math.floor(i / channels), parameter: (i) => i % channels };
}

/** Everything in double precision, element by element. */
function reference(
  c: Case,
  x: ArrayLike<number>,
  g: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
) {
  const { statistic, parameter } = placesOf(c);
  const size = x.length;
  const all = Array.from({ length: size }, (_, i) => i);
  const count = new Set(all.map(statistic)).size;
  const share = count / size;
  const perStatistic = (value: (i: number) => number): number[] => {
    const sums = new Array<number>(count).fill(0);
    for (const i of all) sums[statistic(i)] += value(i) * share;
    return sums;
  };
  const mean = perStatistic((i) => (c.norm === "rmsNorm" ? 0 : x[i]));
  const spread = perStatistic((i) => (x[i] - mean[statistic(i)]) ** 2);
  const scale = spread.map((s) => 1 / Math.sqrt(s + EPS));
  const normal = all.map((i) => (x[i] - mean[statistic(i)]) * scale[statistic(i)]);
  const inner = all.map((i) => g[i] * weight[parameter(i)]);
  const total = perStatistic((i) => (c.norm === "rmsNorm" ? 0 : inner[i]));
  const along = perStatistic((i) => inner[i] * normal[i]);
  const toWeight = new Array<number>(weight.length).fill(0);
  const toBias = [...toWeight];
  for (const i of all) {
    toWeight[parameter(i)] += g[i] * normal[i];
    toBias[parameter(i)] += g[i];
  }
  return {
    y: all.map((i) => normal[i] * weight[parameter(i)] + (c.norm === "rmsNorm" ? 0 : bias[parameter(i)])),
    mean,
    spread,
    toX: all.map((i) => (inner[i] - total[statistic(i)] - normal[i] * along[statistic(i)]) * scale[statistic(i)]),
    toWeight,
    toBias,
  };
}

function expectClose(found: ArrayLike<number>, wanted: readonly number[], tolerance = 3e-6): void {
  const scale = Math.max(1, ...wanted.slice(0, 10_000).map(Math.abs));
  const bad = wanted.findIndex((v, i) => !(Math.abs(found[i] - v) <= tolerance * scale));
  expect(bad, `${found[bad]} instead of ${wanted[bad]} at ${bad}`).toBe(-1);
}

function run(on: Machine, kernel: AnyKernel, c: Case, inputs: View[], shapes: readonly (readonly number[])[]) {
  const outputs = shapes.map((shape) => outputOf(on, "float32", shape));
  const attrs: FusedOps["groupNorm"] & FusedOps["layerNorm"] = { dims: 1, groups: c.groups ?? 1, eps: EPS };
  kernel(on)(inputs, outputs, attrs as never);
  return outputs.map((y) => resultOf(on, y));
}

describe.each(cases)("$norm of $shape", (c) => {
  const { norm, shape } = c;
  const size = shape.reduce((n, s) => n * s, 1);
  const centered = norm !== "rmsNorm";
  const random = numbers(6);
  const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => random() * 4 - 2);
  const [x, g, weight, bias] = [floats(size), floats(size), floats(shape[1]), floats(shape[1])];
  const view = (values: ArrayLike<number>, of: readonly number[]): View =>
    viewOf(machine, "float32", [0, ...Array.from(values)], of, undefined, 1);
  const result = reference(c, x, g, weight, bias);
  const statistics = [result.mean.length];
  const parameters = [shape[1]];
  const affine = [view(weight, parameters), ...(centered ? [view(bias, parameters)] : [])];
  const outputs = [shape, statistics, ...(centered ? [statistics] : [])];

  it("normalizes, with and without parameters, whatever the parts", () => {
    const found = run(machine, forward[norm], c, [view(x, shape), ...affine], outputs);
    expectClose(found[0], result.y);
    if (centered) expectClose(found[1], result.mean);
    expectClose(found[centered ? 2 : 1], result.spread);
    const parts = run(backwards(machine), forward[norm], c, [view(x, shape), ...affine], outputs);
    parts.forEach((part, i) => expect(firstDifference(part, found[i])).toBe(-1));
    const ones = new Float32Array(shape[1]).fill(1);
    const plain = reference(c, x, g, ones, new Float32Array(shape[1]));
    expectClose(run(machine, forward[norm], c, [view(x, shape)], outputs)[0], plain.y);
  });

  it("has gradients, with and without parameters, whatever the parts", () => {
    const given = [result.mean, result.spread].slice(centered ? 0 : 1).map((s) => view(s, statistics));
    const inputs = [view(g, shape), view(x, shape), ...given];
    const shapes = [shape, parameters, ...(centered ? [parameters] : [])];
    const found = run(machine, backward[norm], c, [...inputs, affine[0]], shapes);
    expectClose(found[0], result.toX, 1e-5);
    expectClose(found[1], result.toWeight);
    if (centered) expectClose(found[2], result.toBias);
    const parts = run(backwards(machine), backward[norm], c, [...inputs, affine[0]], shapes);
    parts.forEach((part, i) => expect(firstDifference(part, found[i])).toBe(-1));
    const plain = reference(c, x, g, new Float32Array(shape[1]).fill(1), bias);
    expectClose(run(machine, backward[norm], c, inputs, [shape])[0], plain.toX, 1e-5);
  });
});

describe.each([
  { norm: "layerNorm", shape: [2, 150] },
  { norm: "batchNorm", shape: [150, 3] },
  { norm: "batchNorm", shape: [30, 2, 5] },
] as Case[])("a mean far from 0: $norm of $shape", (c) => {
  it("costs no digits", () => {
    const random = numbers(9);
    const size = c.shape.reduce((n, s) => n * s, 1);
    const x = Float32Array.from({ length: size }, () => 10_000 + random());
    const ones = new Float32Array(c.shape[1]).fill(1);
    const { y, spread } = reference(c, x, x, ones, new Float32Array(c.shape[1]));
    const statistics = [spread.length];
    const found = run(
      machine,
      forward[c.norm],
      c,
      [viewOf(machine, "float32", x, c.shape)],
      [c.shape, statistics, statistics],
    );
    expectClose(found[0], y, 3e-6);
    spread.forEach((s, i) => expect(found[2][i] / s).toBeCloseTo(1, 5));
  });
});
