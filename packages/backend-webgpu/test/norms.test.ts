import { type FusedOps, type Kernel, sizeOf, type View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBackend, type WebgpuBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";

type Name = "layerNorm" | "rmsNorm" | "groupNorm" | "batchNorm";

/** Which statistic and which parameter an element belongs to. */
interface Case {
  readonly title: string;
  readonly name: Name;
  readonly shape: readonly number[];
  readonly attrs: { readonly eps: number; readonly dims?: number; readonly groups?: number };
  readonly statistics: readonly number[];
  readonly parameters: readonly number[];
  readonly statistic: (i: number) => number;
  readonly parameter: (i: number) => number;
  readonly offset: number;
}

const eps = 1e-3;

function rows(name: "layerNorm" | "rmsNorm", count: number, length: number, offset: number): Case {
  return {
    title: `${name} of ${count} rows of ${length} from ${offset}`,
    name,
    shape: [count, length],
    attrs: { eps, dims: 1 },
    statistics: [count],
    parameters: [length],
    offset,
    statistic: (i) => Math.floor(i / length),
    parameter: (i) => i % length,
  };
}

function channels(shape: readonly number[], offset: number, groups?: number): Case {
  const [images, count] = shape;
  const plane = sizeOf(shape.slice(2));
  const channel = (i: number): number => Math.floor(i / plane) % count;
  const common = { shape, parameters: [count], offset, parameter: channel };
  if (groups === undefined) {
    const title = `batchNorm of ${shape.join("×")} from ${offset}`;
    return { ...common, title, name: "batchNorm", attrs: { eps }, statistics: [count], statistic: channel };
  }
  return {
    ...common,
    title: `groupNorm of ${shape.join("×")} in ${groups} groups from ${offset}`,
    name: "groupNorm",
    attrs: { eps, groups },
    statistics: [images, groups],
    statistic: (i) => Math.floor((i * groups) / (count * plane)),
  };
}

// Sizes around vectors of four and teams, lines that are cut into chunks, and columns.
const cases: readonly Case[] = [
  rows("layerNorm", 9, 7, 3),
  rows("layerNorm", 6, 1, 0),
  rows("layerNorm", 1100, 24, 0),
  rows("rmsNorm", 2, 40_000, 4),
  channels([70, 6], 1),
  channels([4100, 8], 4),
  channels([9, 2, 61, 61], 0),
  channels([3, 8, 5, 4], 4, 2),
  channels([5, 8], 4, 2),
];

let seed = 7;
function noise(length: number, mean = 0): Float32Array {
  return Float32Array.from({ length }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return mean + (seed / 2 ** 32) * 4 - 2;
  });
}

interface Norm {
  readonly y: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
  readonly normal: Float64Array;
}

function count(c: Case): number {
  return sizeOf(c.shape) / sizeOf(c.statistics);
}

function expectedNorm(c: Case, x: Float32Array, weight?: Float32Array, bias?: Float32Array): Norm {
  const [mean, spread] = [0, 0].map(() => new Float64Array(sizeOf(c.statistics)));
  if (c.name !== "rmsNorm") x.forEach((v, i) => (mean[c.statistic(i)] += v / count(c)));
  x.forEach((v, i) => (spread[c.statistic(i)] += (v - mean[c.statistic(i)]) ** 2 / count(c)));
  const normal = Float64Array.from(x, (v, i) => {
    const s = c.statistic(i);
    return (v - mean[s]) / Math.sqrt(spread[s] + eps);
  });
  const y = normal.map((v, i) => v * (weight?.[c.parameter(i)] ?? 1) + (bias?.[c.parameter(i)] ?? 0));
  return { y, mean, spread, normal };
}

function expectedGrads(c: Case, g: Float32Array, { normal, spread }: Norm, weight: Float32Array): Float64Array[] {
  const [toWeight, toBias] = [0, 0].map(() => new Float64Array(sizeOf(c.parameters)));
  const [total, along] = [0, 0].map(() => new Float64Array(sizeOf(c.statistics)));
  g.forEach((v, i) => {
    const [s, p] = [c.statistic(i), c.parameter(i)];
    toWeight[p] += v * normal[i];
    toBias[p] += v;
    if (c.name !== "rmsNorm") total[s] += (v * weight[p]) / count(c);
    along[s] += (v * weight[p] * normal[i]) / count(c);
  });
  const toX = Float64Array.from(g, (v, i) => {
    const s = c.statistic(i);
    return (v * weight[c.parameter(i)] - total[s] - normal[i] * along[s]) / Math.sqrt(spread[s] + eps);
  });
  return c.name === "rmsNorm" ? [toX, toWeight] : [toX, toWeight, toBias];
}

describe.each(["software", "hardware"] as const)("norms by the plan for %s", (plan) => {
  let gpu: Gpu;
  let backend: WebgpuBackend;
  beforeAll(async () => {
    gpu = await Gpu.open({}, plan);
    backend = createBackend(gpu);
  });
  afterAll(() => backend.dispose());

  /** A view that begins at `offset` of a buffer with numbers around that spoil every sum. */
  function view(shape: readonly number[], offset: number, data: Float32Array): View {
    const buffer = backend.allocate("float32", offset + data.length + 5);
    const around = new Float32Array(offset + data.length + 5).fill(NaN);
    around.set(data, offset);
    backend.write(buffer, around);
    return { buffer, dtype: "float32", shape, strides: [], offset };
  }

  function outputs(...shapes: readonly (readonly number[])[]): View[] {
    return shapes.map((shape) => view(shape, 0, new Float32Array(sizeOf(shape)).fill(NaN)));
  }

  function run(name: Name | `${Name}Grad`, inputs: readonly View[], results: readonly View[], attrs: object): void {
    const kernel = backend.fused[name] as Kernel<FusedOps[typeof name]>;
    kernel(inputs, results, attrs as never);
  }

  async function compare(actual: View, expected: Float64Array): Promise<void> {
    const data = await backend.read(actual.buffer, "float32", 0, expected.length);
    const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
    let worst = 0;
    expected.forEach(
      (v, i) => (worst = Math.max(worst, Math.abs(data[i] - v) / largest || (data[i] === v ? 0 : Infinity))),
    );
    expect(worst).toBeLessThan(1e-5);
  }

  it.each(cases)("$title", async (c) => {
    const [x, g] = [noise(sizeOf(c.shape)), noise(sizeOf(c.shape))];
    const [weight, bias] = [noise(sizeOf(c.parameters)), noise(sizeOf(c.parameters))];
    const isRms = c.name === "rmsNorm";
    const vectors = [weight, ...(isRms ? [] : [bias])].map((data) => view(c.parameters, c.offset, data));
    const inputs = [view(c.shape, c.offset, x), ...vectors];
    const forward = outputs(c.shape, ...(isRms ? [c.statistics] : [c.statistics, c.statistics]));
    run(c.name, inputs, forward, c.attrs);
    const expected = expectedNorm(c, x, weight, isRms ? undefined : bias);
    await compare(forward[0], expected.y);
    await compare(forward[isRms ? 1 : 2], expected.spread);
    if (!isRms) await compare(forward[1], expected.mean);
    const backward = outputs(c.shape, ...vectors.map(() => c.parameters));
    const given = [view(c.shape, c.offset, g), inputs[0], ...forward.slice(1), vectors[0]];
    run(`${c.name}Grad`, given, backward, c.attrs);
    const grads = expectedGrads(c, g, expected, weight);
    for (const [i, grad] of grads.entries()) await compare(backward[i], grad);
  });

  it("keeps the digits of elements far from 0, in chunks and out of them", async () => {
    for (const c of [rows("layerNorm", 40, 512, 0), rows("layerNorm", 2, 40_000, 0)]) {
      const x = noise(sizeOf(c.shape), 3000);
      const results = outputs(c.shape, c.statistics, c.statistics);
      run(c.name, [view(c.shape, 0, x)], results, c.attrs);
      const { y } = expectedNorm(c, x);
      const data = await backend.read(results[0].buffer, "float32", 0, y.length);
      const worst = y.reduce((most, v, i) => Math.max(most, Math.abs(v - data[i])), 0);
      // The mean itself has an error of 2⁻²⁴ · 3000 = 1.8e-4 at least.
      expect(worst).toBeLessThan(4e-4);
    }
  });

  it("keeps NaN and infinities in their rows, and an infinite mean infinite", async () => {
    const c = rows("layerNorm", 4, 64, 0);
    const x = noise(256);
    x[64 + 5] = NaN;
    x[128 + 63] = Infinity;
    const results = outputs(c.shape, c.statistics, c.statistics);
    run(c.name, [view(c.shape, 0, x)], results, c.attrs);
    const [y, mean, variance] = await Promise.all(
      results.map(({ buffer, shape }) => backend.read(buffer, "float32", 0, sizeOf(shape))),
    );
    const isSound = (row: number): boolean => y.slice(row * 64, row * 64 + 64).every((v) => Number.isFinite(v));
    expect([0, 1, 2, 3].map(isSound)).toEqual([true, false, false, true]);
    expect([mean[1], mean[2], variance[1], variance[2]]).toEqual([NaN, Infinity, NaN, NaN]);
  });
});
