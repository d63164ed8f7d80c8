import type { UnaryOp } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { unary } from "../src/kernels/unary";
import type { Machine } from "../src/machine/machine";
import { operand, randomShape } from "./operands";
import { numbers, outputOf, resultOf, startMachine, valuesOf, viewOf } from "./views";

let machine: Machine;
beforeAll(async () => {
  machine = await startMachine(1);
});

/** By its Taylor series, whose terms have one sign when e^(−x²) is taken out. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let sum = x;
  for (let n = 1, term = x; n < 200; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function round(x: number): number {
  const y = Math.round(x);
  return y - x === 0.5 && y % 2 !== 0 ? y - 1 : y;
}

const functions: Readonly<Record<UnaryOp, (x: number) => number>> = {
  abs: Math.abs,
  neg: (x) => -x,
  sign: Math.sign,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  round,
  erf,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => (x < 0 ? 0 : x),
};

/** Units in the last place that a float32 result may be off; half a unit is correctly rounded. */
const ULPS: { readonly [op in UnaryOp]?: number } = {
  exp: 1.5, expm1: 2, log: 3, log1p: 3, log2: 3.5, rsqrt: 1.5, sin: 2, cos: 2, tanh: 2, erf: 3.5, sigmoid: 3.5,
}; // oxfmt-ignore

const OPS = Object.keys(functions) as UnaryOp[];
const SPECIAL = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-40, -1e-40, 3e38, -200, -100, 88.7, 89, 0.5, 2.5, 1e30];

/** float32 numbers of every exponent. */
function allMagnitudes(count: number): Float32Array {
  return new Float32Array(Uint32Array.from({ length: count }, (_, i) => Math.floor((i * 2 ** 32) / count)).buffer);
}

function ulpsBetween(found: number, expected: number): number {
  const rounded = Math.fround(expected);
  if (Object.is(found, rounded) || (found === 0 && rounded === 0)) return 0;
  if (!Number.isFinite(found) || !Number.isFinite(rounded)) return Infinity;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(expected) || 1e-300)));
  return Math.abs(found - expected) / 2 ** (exponent - 23);
}

function run(op: UnaryOp, dtype: "float32" | "float64", x: ArrayLike<number>): ArrayLike<number> {
  const y = outputOf(machine, dtype, [x.length]);
  unary(machine)([viewOf(machine, dtype, x, [x.length])], [y], { op });
  return resultOf(machine, y);
}

describe("float32", () => {
  it.each(OPS)("%s over all magnitudes, small angles and special values", (op) => {
    const range = op === "sin" || op === "cos" ? 30 : 100;
    const values = allMagnitudes(30_001);
    const usual = Float32Array.from({ length: 10_001 }, (_, i) => (i / 5000 - 1) * range);
    const x = Float32Array.of(...SPECIAL, ...usual, ...values);
    // Beyond |x| = 30 the rest of an angle is right to 3e-10 only: tested below.
    const y = run(op, "float32", x);
    let worst = 0;
    let at = NaN;
    for (let i = 0; i < x.length; i++) {
      if ((op === "sin" || op === "cos") && Math.abs(x[i]) > 30 && Math.abs(x[i]) < 12800) continue;
      const ulps = ulpsBetween(y[i], functions[op](x[i]));
      if (ulps > worst) [worst, at] = [ulps, x[i]];
    }
    expect(worst, `at ${at}`).toBeLessThanOrEqual(ULPS[op] ?? 0.501);
  });

  it.each(["sin", "cos"] as const)("%s of large angles", (op) => {
    const x = Float32Array.from({ length: 20_003 }, (_, i) => (i - 10_000) * 1.37);
    const y = run(op, "float32", x);
    let worst = 0;
    for (let i = 0; i < x.length; i++) worst = Math.max(worst, Math.abs(y[i] - functions[op](x[i])));
    expect(worst).toBeLessThan(1e-7);
  });

  it.each(["tanh", "erf", "sigmoid"] as const)("%s is never above 1", (op) => {
    const y = run(
      op,
      "float32",
      Float32Array.from({ length: 100_000 }, (_, i) => 2 + i / 10_000),
    );
    expect(Array.from(y).reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(1);
  });

  it.each(OPS)("%s of −0", (op) => {
    expect(run(op, "float32", [-0])[0]).toBe(Math.fround(functions[op](-0)));
  });

  it.each(OPS)("%s of an element is the same beside any others", (op) => {
    const x = Array.from({ length: 60 }, (_, i) => (i % 7 === 3 || i > 50 ? SPECIAL[i % SPECIAL.length] : i / 8 - 3));
    x.splice(20, 2, 1e5, -4e4);
    const all = Array.from(run(op, "float32", x));
    for (let length = 1; length < 19; length++) {
      const from = (length * 5) % 40;
      expect(Array.from(run(op, "float32", x.slice(from, from + length)))).toEqual(all.slice(from, from + length));
    }
    const y = outputOf(machine, "float32", [60]);
    unary(machine)([viewOf(machine, "float32", x, [60], [-1], 59)], [y], { op });
    expect(Array.from(resultOf(machine, y)).reverse()).toEqual(all);
  });

  it("log2 of powers of 2 is exact", () => {
    const exponents = Array.from({ length: 277 }, (_, i) => i - 149);
    expect(Array.from(run("log2", "float32", exponents.map((n) => 2 ** n)))).toEqual(exponents); // oxfmt-ignore
  });

  it("a NaN of any kind stays one", () => {
    const x = new Float32Array(Uint32Array.of(0x7fc00001, 0xffc12345, 0x7f800001, 0x7fffffff, 0xff8007ff).buffer);
    for (const op of OPS) expect(Array.from(run(op, "float32", x))).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });
});

it.each(OPS)("%s in float64", (op) => {
  const x = [...SPECIAL, -0.3, 0.7, 2.2, -5.5, 1e-12];
  Array.from(run(op, "float64", x)).forEach((found, i) => {
    const expected = functions[op](x[i]);
    if (Number.isFinite(expected)) expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.abs(expected) * 4e-15);
    else expect(found).toBe(expected);
  });
});

describe("strided", () => {
  it.each(["abs", "neg", "sign", "square", "relu"] as const)("%s of int32", (op) => {
    const random = numbers(3);
    const expected = op === "square" ? (x: number) => Math.imul(x, x) : functions[op];
    for (let turn = 0; turn < 40; turn++) {
      const shape = randomShape(random);
      const x = operand(machine, "int32", shape, random);
      const y = outputOf(machine, "int32", shape);
      unary(machine)([x], [y], { op });
      expect(Array.from(resultOf(machine, y))).toEqual(valuesOf(machine, x).map((v) => (expected(v) + 0) | 0));
    }
  });

  it("reciprocals of float32", () => {
    const random = numbers(4);
    for (let turn = 0; turn < 40; turn++) {
      const shape = randomShape(random);
      const x = operand(machine, "float32", shape, random);
      const y = outputOf(machine, "float32", shape);
      unary(machine)([x], [y], { op: "reciprocal" });
      expect(Array.from(resultOf(machine, y))).toEqual(valuesOf(machine, x).map((v) => Math.fround(1 / v)));
    }
  });
});
