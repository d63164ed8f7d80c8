import { hostArray, type BinaryOp, type CompareOp, type DType, type View } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { arange } from "../src/kernels/arange";
import { binary } from "../src/kernels/binary";
import { cast } from "../src/kernels/cast";
import { compare } from "../src/kernels/compare";
import { full } from "../src/kernels/full";
import { where } from "../src/kernels/where";
import type { Machine } from "../src/machine/machine";
import { operand, randomShape, SPECIAL } from "./operands";
import { numbers, outputOf, resultOf, startMachine, valuesOf, viewOf } from "./views";

const TURNS = 25;
const DTYPES: readonly DType[] = ["float32", "float64", "int32", "uint8", "bool"];

let one: Machine;
beforeAll(async () => {
  one = await startMachine(1);
});

function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function floorDiv(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const quotient = Math.round((a - rest) / b);
  return rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient;
}

function pow(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

const floats: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
  pow,
  atan2: Math.atan2,
  remainder,
  floorDiv,
};

function powInt(a: number, b: number): number {
  if (b < 0) return a === 1 ? 1 : a === -1 ? (b % 2 === 0 ? 1 : -1) : 0;
  return Number(BigInt.asIntN(32, modPow(BigInt(a), b)));
}

/** Modulo 2³², by squaring. */
function modPow(a: bigint, b: number): bigint {
  if (b === 0) return 1n;
  const half = BigInt.asIntN(32, modPow(a, Math.floor(b / 2)) ** 2n);
  return b % 2 === 1 ? BigInt.asIntN(32, half * a) : half;
}

const integers: typeof floats = { ...floats, mul: Math.imul, pow: powInt };

/** What a typed array makes of the numbers, with one zero. */
function stored(dtype: DType, values: readonly number[]): number[] {
  const array = hostArray(dtype, values.length);
  array.set(values);
  return Array.from(array, (x) => x + 0);
}

function found(output: View): number[] {
  return Array.from(resultOf(one, output), (x) => x + 0);
}

describe("binary", () => {
  const cases = (["float32", "float64", "int32", "uint8"] as const).flatMap((dtype) =>
    (Object.keys(floats) as BinaryOp[]).map((op) => [op, dtype] as const),
  );
  it.each(cases)("%s of strided %s", (op, dtype) => {
    const random = numbers(5);
    const expected = dtype.startsWith("float") ? floats[op] : integers[op];
    for (let turn = 0; turn < TURNS; turn++) {
      const shape = randomShape(random);
      const [a, b] = [operand(one, dtype, shape, random), operand(one, dtype, shape, random)];
      const y = outputOf(one, dtype, shape);
      binary(one)([a, b], [y], { op });
      const other = valuesOf(one, b);
      expect(found(y)).toEqual(stored(dtype, valuesOf(one, a).map((x, i) => expected(x, other[i])))); // oxfmt-ignore
    }
  });

  it.each([2, 3, 0.5, -1, 1, 0, -2])("a power of %f", (power) => {
    const values = [...SPECIAL.float32!, 1.1, 1e-20, 123.456, -7.7].map(Math.fround);
    const x = viewOf(one, "float32", values, [values.length]);
    const exponent = viewOf(one, "float32", [power], [values.length], [0]);
    const y = outputOf(one, "float32", [values.length]);
    binary(one)([x, exponent], [y], { op: "pow" });
    expect(found(y)).toEqual(stored("float32", values.map((a) => pow(a, power)))); // oxfmt-ignore
  });

  const ranges = [
    ["any", 10, 0, 4],
    ["near 1", 0.01, 0.995, 8000],
    ["whose results end at 0 and infinity", 5e6, 0, 8],
    ["of numbers of both signs", 20, -10, 30],
  ] as const;
  it.each(ranges)("powers: %s", (_, width, low, most) => {
    const random = numbers(8);
    const size = 4003;
    const x = Float32Array.from({ length: size }, () => random() * width + low);
    const y = Float32Array.from({ length: size }, () => (random() * 2 - 1) * most);
    for (let i = 0; i < size; i += 3) y[i] = Math.round(y[i]);
    const z = outputOf(one, "float32", [size]);
    binary(one)([x, y].map((v) => viewOf(one, "float32", v, [size])) as [View, View], [z], { op: "pow" });
    const powers = resultOf(one, z);
    for (let i = 0; i < size; i++) {
      const expected = pow(x[i], y[i]);
      const unit = 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(expected)))) - 23);
      const near = Math.abs(powers[i] - expected) < 0.51 * unit || Object.is(powers[i], Math.fround(expected));
      expect(near, `${powers[i]} for ${x[i]} ** ${y[i]}`).toBe(true);
    }
  });

  it("remainder is exact where the quotient is large", () => {
    const pairs = [[1e20, 3], [16777216, 0.3], [-1e9, 0.7], [3e38, 1e-30], [5, -3]].map((pair) => pair.map(Math.fround)); // oxfmt-ignore
    const [a, b] = [0, 1].map((i) => viewOf(one, "float32", pairs.map((pair) => pair[i]), [pairs.length])); // oxfmt-ignore
    const y = outputOf(one, "float32", [pairs.length]);
    binary(one)([a, b], [y], { op: "remainder" });
    expect(found(y)).toEqual(stored("float32", pairs.map(([x, z]) => remainder(x, z)))); // oxfmt-ignore
  });
});

const comparisons: Readonly<Record<CompareOp, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  logicalAnd: (a, b) => a !== 0 && b !== 0,
  logicalOr: (a, b) => a !== 0 || b !== 0,
};

describe("compare", () => {
  const cases = DTYPES.flatMap((dtype) => (Object.keys(comparisons) as CompareOp[]).map((op) => [op, dtype] as const));
  it.each(cases)("%s of strided %s", (op, dtype) => {
    const random = numbers(6);
    for (let turn = 0; turn < TURNS; turn++) {
      const shape = randomShape(random);
      const [a, b] = [operand(one, dtype, shape, random), operand(one, dtype, shape, random)];
      const y = outputOf(one, "bool", shape);
      compare(one)([a, b], [y], { op });
      const other = valuesOf(one, b);
      expect(found(y)).toEqual(valuesOf(one, a).map((x, i) => +comparisons[op](x, other[i])));
    }
  });
});

describe("where", () => {
  it.each(DTYPES)("takes strided %s", (dtype) => {
    const random = numbers(7);
    for (let turn = 0; turn < TURNS; turn++) {
      const shape = randomShape(random);
      const condition = operand(one, "bool", shape, random);
      const [a, b] = [operand(one, dtype, shape, random), operand(one, dtype, shape, random)];
      const y = outputOf(one, dtype, shape);
      where(one)([condition, a, b], [y], {});
      const [c, d, e] = [condition, a, b].map((x) => valuesOf(one, x));
      expect(found(y)).toEqual(c.map((bit, i) => (bit ? d : e)[i] + 0));
    }
  });
});

describe("cast", () => {
  const cases = DTYPES.flatMap((from) => DTYPES.filter((to) => to !== from).map((to) => [from, to] as const));
  it.each(cases)("%s to %s", (from, to) => {
    const random = numbers(8);
    for (let turn = 0; turn < TURNS; turn++) {
      const shape = randomShape(random);
      const x = operand(one, from, shape, random);
      const y = outputOf(one, to, shape);
      cast(one)([x], [y], { dtype: to });
      const values = valuesOf(one, x);
      expect(found(y)).toEqual(to === "bool" ? values.map((v) => +(v !== 0)) : stored(to, values));
    }
  });

  it.each(["float32", "float64"] as const)("wraps what no int32 holds (%s)", (dtype) => {
    const values = [2 ** 31, -(2 ** 31) - 512, 2 ** 32 + 4096, 2 ** 40 + 2 ** 20, 2 ** 63, -(2 ** 63), 2 ** 80, -0.9];
    const x = viewOf(one, dtype, values, [values.length]);
    const y = outputOf(one, "int32", [values.length]);
    cast(one)([x], [y], { dtype: "int32" });
    expect(found(y)).toEqual(stored("int32", values));
  });
});

describe("full and arange", () => {
  it.each(DTYPES)("fill %s", (dtype) => {
    for (const length of [1, 2, 7, 16, 63, 100]) {
      const y = outputOf(one, dtype, [length]);
      const value = dtype === "bool" ? 1 : dtype.startsWith("float") ? -2.3 : 113;
      full(one)([], [y], { shape: [length], dtype, value });
      expect(found(y)).toEqual(stored(dtype, new Array<number>(length).fill(value)));
      const z = outputOf(one, dtype, [length]);
      const [start, step] = dtype === "bool" ? [0, 1 / length] : [2, 0.7];
      arange(one)([], [z], { length, dtype, start, step });
      expect(found(z)).toEqual(
        stored(
          dtype,
          Array.from({ length }, (_, i) => start + i * step),
        ),
      );
    }
  });
});
