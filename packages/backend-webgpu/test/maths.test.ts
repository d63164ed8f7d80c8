import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Block } from "../src/gpu/block";
import { Gpu } from "../src/gpu/gpu";
import { maths, vectorMaths } from "../src/wgsl/maths";

const EDGES = [NaN, Infinity, -Infinity, 0, -0, 1, -1];

/** `count` float32 numbers from `low` to `high`. */
function range(low: number, high: number, count = 2000): number[] {
  return Array.from({ length: count }, (_, i) => Math.fround(low + ((high - low) * i) / (count - 1)));
}

/** Numbers of either sign and of sizes from 2^`low` to 2^`high`. */
function sizes(low: number, high: number): number[] {
  const positive = range(low, high).map((power) => Math.fround(2 ** power));
  return [...positive, ...positive.map((x) => -x)];
}

/** https://dlmf.nist.gov/7.6.E2 */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) sum += term *= (2 * x * x) / odd;
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

interface Row {
  readonly exact: (a: number, b: number) => number;
  readonly inputs: readonly number[];
  /** Units of the last place that results may be off; those below 2^-126 may be 0. */
  readonly units: number;
  /** Absolute error where results are small beside the arguments. */
  readonly absolute?: number;
}

const unary: Readonly<Record<string, Row>> = {
  exp: { exact: Math.exp, inputs: [...range(-104, 89), ...sizes(-30, 8), 1e30, -1e30], units: 3 },
  expm1: { exact: Math.expm1, inputs: [...range(-30, 89), ...sizes(-60, 8), 1e30, -1e30], units: 4 },
  log: { exact: Math.log, inputs: [...range(0, 3), ...sizes(-149, 127)], units: 4 },
  log2: { exact: Math.log2, inputs: [...range(0, 3), ...sizes(-149, 127)], units: 4 },
  log1p: { exact: Math.log1p, inputs: [...range(-2, 3), ...sizes(-60, 127)], units: 4 },
  sigmoid: { exact: (x) => 1 / (1 + Math.exp(-x)), inputs: [...range(-87, 87), 1e30, -1e30], units: 6 },
  tanh: { exact: Math.tanh, inputs: [...range(-12, 12), ...sizes(-60, 127)], units: 5 },
  sinh: { exact: Math.sinh, inputs: [...range(-88, 88), ...sizes(-60, 6), 90, 1e30], units: 5 },
  cosh: { exact: Math.cosh, inputs: [...range(-88, 88), 90, 1e30], units: 5 },
  erf: { exact: erf, inputs: [...range(-5, 5), ...sizes(-60, 127)], units: 5 },
  sin: { exact: Math.sin, inputs: [...range(-1e5, 1e5), ...range(-7, 7), ...sizes(-60, 3)], units: 4, absolute: 5e-9 },
  cos: { exact: Math.cos, inputs: [...range(-1e5, 1e5), ...range(-7, 7)], units: 4, absolute: 5e-9 },
  tan: { exact: Math.tan, inputs: [...range(-1.5, 1.5), ...range(1e4, 1.00001e4), ...sizes(-60, 0)], units: 8, absolute: 1e-8 },
  asin: { exact: Math.asin, inputs: [...range(-1.1, 1.1), ...sizes(-60, 0)], units: 6 },
  acos: { exact: Math.acos, inputs: range(-1.1, 1.1), units: 6 },
  atan: { exact: Math.atan, inputs: [...range(-4, 4), ...sizes(-60, 120)], units: 5 },
}; // oxfmt-ignore

const POW_BASES = [...range(0, 3, 23), 0.999, 1.001, 1e-30, 1e30, 1e-40, -2, -0.5, -3];
const POW_EXPONENTS = [...range(-40, 40, 81), 0.3, -0.7, 1e-3, 88.7, 1000.5, 87000];

const binary: Readonly<Record<string, Row & { readonly second: readonly number[] }>> = {
  pow: {
    exact: (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
    inputs: POW_BASES,
    second: POW_EXPONENTS,
    units: 6,
  },
  atan2: { exact: Math.atan2, inputs: range(-3, 3, 61), second: range(-2, 2, 41), units: 6 },
  remainder: {
    exact: (a, b) => {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
    },
    inputs: [...range(-9, 9, 40), ...sizes(-20, 60).filter((_, i) => i % 100 === 0), 16777216, 1e38],
    second: [...range(-3, 3, 12), 0.1, -0.1, 1e-20, 1e20],
    units: 1,
  },
  floorDiv: {
    exact: (a, b) => {
      const rest = a % b;
      return b === 0 ? a / b : Math.round((a - rest) / b) - Number(rest !== 0 && rest < 0 !== b < 0);
    },
    inputs: [...range(-9, 9, 40), 1e6 + 0.5, 16777215, -16777215],
    second: [...range(-3, 3, 12), 0.1, -0.1, 1e20],
    units: 1,
  },
};

/** Whether `actual` is within `units` of the float32 next to `expected`. */
function isNear(actual: number, expected: number, { units, absolute = 0 }: Row): boolean {
  const rounded = Math.fround(expected);
  if (Object.is(actual, rounded) || actual === rounded) return true;
  if (Math.abs(rounded) < 2 ** -125) return Math.abs(actual) < 2 ** -124;
  // One beyond the largest is infinite.
  if (!Number.isFinite(actual)) return Math.abs(expected) > 3.402e38 && Math.sign(actual) === Math.sign(expected);
  return Math.abs(actual - expected) <= absolute + units * 2 ** (Math.floor(Math.log2(Math.abs(rounded))) - 23);
}

describe.each([
  ["numbers", "f32", maths],
  ["vectors", "vec4<f32>", vectorMaths],
] as const)("functions of %s", (_, type, library) => {
  let gpu: Gpu;
  beforeAll(async () => void (gpu = await Gpu.open({})));
  afterAll(() => gpu.dispose());

  async function compute(name: string, a: readonly number[], b: readonly number[]): Promise<Float32Array> {
    const bytes = Math.ceil(a.length / 4) * 16;
    const blocks: Block[] = [gpu.take(bytes), gpu.take(bytes), gpu.take(bytes)];
    gpu.write(blocks[0], Float32Array.from(a));
    gpu.write(blocks[1], Float32Array.from(b));
    const call = name in unary ? "a[i]" : "a[i], b[i]";
    gpu.run({
      key: name,
      program: () => ({
        name,
        bindings: ["a", "b", "y"].map((array) => ({
          name: array,
          type,
          access: array === "y" ? "read_write" : "read",
        })),
        uniforms: ["size"],
        workgroup: [64, 1, 1],
        declarations: library(name),
        main: `let i = group.x * 64u + lane; if (i < u.size) { y[i] = ${name}(${call}); _ = b[i]; }`,
      }),
      buffers: blocks,
      uniforms: [type === "f32" ? a.length : bytes / 16],
      groups: [Math.ceil(a.length / (type === "f32" ? 64 : 256)), 1, 1],
    });
    const y = (await gpu.read(blocks[2], "float32", 0, a.length)) as Float32Array;
    blocks.forEach((block) => gpu.give(block));
    return y;
  }

  const wrong = (y: Float32Array, a: readonly number[], b: readonly number[], row: Row): string[] =>
    [...y.keys()]
      .filter((i) => !isNear(y[i], row.exact(a[i], b[i]), row))
      .slice(0, 8)
      .map((i) => `${a[i]}, ${b[i]}: ${y[i]}, expected ${row.exact(a[i], b[i])}`);

  it.each(Object.keys(unary))("%s", async (name) => {
    const inputs = [...unary[name].inputs, ...EDGES].map(Math.fround);
    expect(wrong(await compute(name, inputs, inputs), inputs, inputs, unary[name])).toEqual([]);
  });

  it.each(Object.keys(binary))("%s", async (name) => {
    const { inputs, second } = binary[name];
    const [lefts, rights] = [inputs, second].map((numbers) => [...numbers, ...EDGES].map(Math.fround));
    const a = lefts.flatMap((x) => rights.map(() => x));
    const b = lefts.flatMap(() => rights);
    expect(wrong(await compute(name, a, b), a, b, binary[name])).toEqual([]);
  });
});

it("gives each function once", () => {
  const text = maths("tanh", "sinh", "exp");
  expect(text.match(/fn \w+/g)).toEqual([...new Set(text.match(/fn \w+/g))]);
  expect(text.match(/alias F /g)).toHaveLength(1);
  expect(maths("abs")).toBe("");
});
