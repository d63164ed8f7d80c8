import { cpu } from "@nn/backend-cpu";
import { Generator, manualSeed, matmul, mul, reshape, setBackend, transpose, zeros, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Bilinear, Conv2d, ConvTranspose2d, Embedding, init, LayerNorm, Linear, PReLU } from "../src";

beforeEach(() => {
  setBackend(cpu());
  manualSeed(7);
});

function statistics(x: Tensor): { mean: number; std: number; least: number; most: number } {
  const values = Float64Array.from(x.dataSync()).sort();
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return { mean, std, least: values[0], most: values[values.length - 1] };
}

function expectUniform(x: Tensor, low: number, high: number): void {
  const { mean, std, least, most } = statistics(x);
  const width = high - low;
  expect(least).toBeGreaterThanOrEqual(low);
  expect(most).toBeLessThanOrEqual(high);
  expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(0.03 * width);
  expect(Math.abs(std - width / Math.sqrt(12))).toBeLessThan(0.03 * width);
}

function expectNormal(x: Tensor, mean: number, std: number): void {
  const found = statistics(x);
  expect(Math.abs(found.mean - mean)).toBeLessThan(0.05 * std);
  expect(Math.abs(found.std - std)).toBeLessThan(0.05 * std);
}

describe("layers start as PyTorch's do", () => {
  it.each([
    ["Linear", () => new Linear(100, 2000), 1 / 10],
    ["Conv2d", () => new Conv2d(32, 2000, 3, { groups: 2 }), 1 / 12],
    ["ConvTranspose2d", () => new ConvTranspose2d(8, 2000, 3, { groups: 2 }), 1 / Math.sqrt(9000)],
    ["Bilinear", () => new Bilinear(16, 5, 2000), 1 / 4],
  ] as const)("%s: uniform by the values that one output sees", (_, make, bound) => {
    const { weight, bias } = make();
    expectUniform(weight, -bound, bound);
    expectUniform(bias!, -bound, bound);
  });

  it("Embedding: normal, with zeros for padding", () => {
    const { weight } = new Embedding(100, 200, { paddingIdx: 3 });
    expectNormal(weight, 0, 1);
    const rows = weight.dataSync();
    expect(rows.slice(600, 800).every((value: number) => value === 0)).toBe(true);
    expect(rows.slice(800, 1000).some((value: number) => value === 0)).toBe(false);
  });

  it("norms: ones and zeros; PReLU: a quarter", () => {
    const { weight, bias } = new LayerNorm([2, 2]);
    expect([...weight!.dataSync(), ...bias!.dataSync()]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect([...new PReLU(2).weight.dataSync()]).toEqual([0.25, 0.25]);
  });

  it("one seed gives the same parameters, another does not", () => {
    const draw = (seed: number): number[] => {
      manualSeed(seed);
      return [...new Linear(3, 3).weight.dataSync()];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("resetParameters draws anew in the same objects", () => {
    const layer = new Linear(3, 3);
    const { weight } = layer;
    const before = weight.dataSync();
    layer.resetParameters();
    expect(layer.weight).toBe(weight);
    expect(weight.dataSync()).not.toEqual(before);
    expect(weight.requiresGrad && weight.isLeaf).toBe(true);
  });
});

describe("init", () => {
  const weight = (): Tensor => zeros([50, 20, 3, 3]);
  const [fanIn, fanOut] = [180, 450];

  it("fills in place and gives the tensor back", () => {
    const x = zeros([3, 4], { dtype: "float64" });
    expect(init.uniform(x)).toBe(x);
    expect(x.dtype).toBe("float64");
    expect([...init.constant(zeros([2]), 5).dataSync()]).toEqual([5, 5]);
    expect([...init.ones(zeros([2])).dataSync()]).toEqual([1, 1]);
    expect([...init.zeros(init.ones(zeros([2]))).dataSync()]).toEqual([0, 0]);
  });

  it("uniform and normal", () => {
    expectUniform(init.uniform(weight(), { a: -2, b: 5 }), -2, 5);
    expectNormal(init.normal(weight(), { mean: 3, std: 0.5 }), 3, 0.5);
    const draw = (): number[] => [...init.normal(zeros([4]), { generator: new Generator(3) }).dataSync()];
    expect(draw()).toEqual(draw());
  });

  it("truncatedNormal", () => {
    const { least, most, std } = statistics(init.truncatedNormal(weight(), { std: 2, a: -2, b: 2 }));
    expect([least >= -2, most <= 2]).toEqual([true, true]);
    // The standard deviation of a normal distribution cut at one of its own.
    expect(Math.abs(std - 2 * 0.5396)).toBeLessThan(0.03);
  });

  it("xavier", () => {
    const std = Math.sqrt(2 / (fanIn + fanOut));
    expectNormal(init.xavierNormal(weight(), { gain: 2 }), 0, 2 * std);
    expectUniform(init.xavierUniform(weight()), -Math.sqrt(3) * std, Math.sqrt(3) * std);
  });

  it("kaiming", () => {
    expectNormal(init.kaimingNormal(weight(), { nonlinearity: "relu" }), 0, Math.sqrt(2 / fanIn));
    expectNormal(init.kaimingNormal(weight(), { mode: "fanOut", a: 2 }), 0, Math.sqrt(2 / 5 / fanOut));
    const bound = (5 / 3) * Math.sqrt(3 / fanIn);
    expectUniform(init.kaimingUniform(weight(), { nonlinearity: "tanh" }), -bound, bound);
    expect(() => init.kaimingNormal(zeros([3]))).toThrow("need a weight of two or more dimensions, got [3]");
  });

  it("calculateGain", () => {
    const gains = (["linear", "sigmoid", "tanh", "relu", "leakyRelu", "selu"] as const).map((n) =>
      init.calculateGain(n),
    );
    expect(gains).toEqual([1, 1, 5 / 3, Math.SQRT2, Math.sqrt(2 / 1.0001), 0.75]);
  });

  it.each([[[20, 20]], [[8, 30]], [[30, 2, 4]]])("orthogonal %j", (shape) => {
    const matrix = reshape(init.orthogonal(zeros(shape), { gain: 3 }), [shape[0], -1]);
    const short = matrix.shape[0] <= matrix.shape[1] ? matrix : transpose(matrix, 0, 1);
    const gram = mul(matmul(short, transpose(short, 0, 1)), 1 / 9).dataSync();
    const n = short.shape[0];
    gram.forEach((value: number, i: number) => expect(value).toBeCloseTo(i % (n + 1) === 0 ? 1 : 0, 5));
    expect(() => init.orthogonal(zeros([3]))).toThrow("orthogonal: expected two or more dimensions");
  });
});
